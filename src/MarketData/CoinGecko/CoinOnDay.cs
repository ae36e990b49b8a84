using System.Text.Json.Serialization;
using MarketData.Candles;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>A coin at the beginning of a day.</summary>
public sealed record CoinOnDay
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>The name by language, English alone; absent where it was not wanted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Localization { get; init; }

    /// <summary>Logos as they are today.</summary>
    public required CoinImage Image { get; init; }

    /// <summary>Its figures; absent without a price.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CoinFiguresOnDay? MarketData { get; init; }

    /// <summary>Figures of its community, all null.</summary>
    public required CoinCommunity CommunityData { get; init; }

    /// <summary>Figures of its developers, all null.</summary>
    public required CoinDevelopers DeveloperData { get; init; }

    /// <summary>Public interest, all null.</summary>
    public required CoinInterest PublicInterestStats { get; init; }

    internal static CoinOnDay From(MarketSnapshot snapshot, MarketRow row, SeriesPoint? start, bool withLocalization)
    {
        var amounts = new CurrencyAmounts(snapshot.Currencies);
        return new CoinOnDay
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            Localization = withLocalization ? CoinDetail.LocalizationOf(row) : null,
            Image = CoinImage.Of(row.Asset.ImageUrl),
            MarketData = start is null ? null : new CoinFiguresOnDay(amounts.Of(start.Price), amounts.Of(start.MarketCap), amounts.Of(start.Volume24h)),
            CommunityData = CoinCommunity.Unknown,
            DeveloperData = CoinDevelopers.Unknown,
            PublicInterestStats = new CoinInterest(null, null),
        };
    }
}

/// <summary>Figures of a day by currency; empty where they are not known.</summary>
/// <param name="CurrentPrice">Price.</param>
/// <param name="MarketCap">Market cap.</param>
/// <param name="TotalVolume">Volume of the 24 hours before.</param>
public sealed record CoinFiguresOnDay(
    IReadOnlyDictionary<string, decimal> CurrentPrice, IReadOnlyDictionary<string, decimal> MarketCap, IReadOnlyDictionary<string, decimal> TotalVolume);

/// <summary>Public interest in a coin.</summary>
/// <param name="AlexaRank">Always null: not known here.</param>
/// <param name="BingMatches">Always null: not known here.</param>
public sealed record CoinInterest(int? AlexaRank, int? BingMatches);
