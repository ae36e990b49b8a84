using System.Text.Json;
using System.Text.Json.Serialization;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.CoinGecko;

internal static class CoinMoversEndpoints
{
    private const int MaxCoins = 30;
    private const decimal LeastVolume = 50_000;

    private static readonly string[] Windows = ["24h", "1h", "7d", "14d", "30d", "60d", "200d", "1y"];

    private static readonly QueryParameter<string> Duration = Parameter.Named(
        "duration",
        ((string[])["1h", "24h", "7d", "14d", "30d", "60d", "1y"]).ToDictionary(window => window),
        "24h",
        "24h",
        "Window that the change is over; of 60d no source gives one, and both lists are empty.").OrDefault();

    private static readonly QueryParameter<int> TopCoins = Parameter.Named(
        "top_coins",
        new Dictionary<string, int> { ["300"] = 300, ["500"] = 500, ["1000"] = 1000, ["all"] = int.MaxValue },
        "1000",
        1000,
        "Only the coins of so many greatest market caps, or all, those without one too.").OrDefault();

    private static readonly QueryParameter<IReadOnlyList<string>> Changes = Parameter.KnownWords(
        "price_change_percentage", Windows, "Windows that changes are given over beside that of 24 hours.", "1h,7d");

    public static void MapCoinMovers(this RouteGroupBuilder group) =>
        group.MapGet("/coins/top_gainers_losers", GetMovers)
            .WithName("CoinGeckoTopGainersLosers")
            .WithSummary("The 30 coins that gained most, and the 30 that lost most.")
            .WithDescription("Of those whose volume of 24 hours is 50,000 US dollars or more. A coin gained if its change is above zero, and lost if it is below.")
            .WithLenientQuery(CoinGeckoParameters.VsCurrency, Duration, Changes, TopCoins, CoinGeckoParameters.Precision)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static Results<CoinGeckoPage<TopMovers>, ApiProblem> GetMovers(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (!CoinGeckoParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var top = query.Get(TopCoins);
        var moved = snapshot.Rows
            .Where(row => row.Volume24h >= LeastVolume && (row.Rank <= top || top == int.MaxValue))
            .Select(row => (Row: row, Change: ChangeOf(row, query.Get(Duration))))
            .OrderBy(mover => mover.Change)
            .ThenBy(mover => mover.Row.Asset.Slug, StringComparer.Ordinal)
            .ToList();
        var windows = query.Get(Changes).Append("24h").Append(query.Get(Duration)).ToHashSet();
        return CoinGeckoAnswer.Of(snapshot, new TopMovers(
            [.. moved.Where(mover => mover.Change > 0).Reverse().Take(MaxCoins).Select(mover => ToMover(mover.Row))],
            [.. moved.Where(mover => mover.Change < 0).Take(MaxCoins).Select(mover => ToMover(mover.Row))]));

        CoinMover ToMover(MarketRow row) => CoinMover.From(row, currency, CoinGeckoParameters.FormatOf(query), Windows.Where(windows.Contains), ChangeOf);
    }

    private static double? ChangeOf(MarketRow row, string window)
    {
        var changes = row.Quote?.Figures.Changes ?? default;
        return window switch
        {
            "1h" => changes.H1,
            "24h" => changes.H24,
            "7d" => changes.D7,
            "14d" => changes.D14,
            "30d" => changes.D30,
            "200d" => changes.D200,
            "1y" => changes.Y1,
            _ => null,
        };
    }
}

/// <summary>Coins whose prices changed most.</summary>
/// <param name="TopGainers">Those that gained, most first.</param>
/// <param name="TopLosers">Those that lost, most first.</param>
public sealed record TopMovers(IReadOnlyList<CoinMover> TopGainers, IReadOnlyList<CoinMover> TopLosers);

/// <summary>A coin whose price changed much.</summary>
public sealed record CoinMover
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Ticker letters in lower case.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Address of a logo; null if unknown.</summary>
    public required string? Image { get; init; }

    /// <summary>1 is the greatest market cap; null without one.</summary>
    public required int? MarketCapRank { get; init; }

    /// <summary>Price under the currency's code, volume under code_24h_vol, changes in percent under code_window_change.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Figures { get; private set; } = new Dictionary<string, JsonElement>();

    internal static CoinMover From(
        MarketRow row, Currency currency, NumberFormat format, IEnumerable<string> windows, Func<MarketRow, string, double?> changeOf)
    {
        var figures = new Dictionary<string, JsonElement>
        {
            [currency.Code] = Element(format.Round(currency.FromUsd(row.Price))),
            [currency.Code + "_24h_vol"] = Element(format.Round(currency.FromUsd(row.Volume24h))),
        };
        foreach (var window in windows)
        {
            figures[$"{currency.Code}_{window}_change"] = Element(changeOf(row, window));
        }

        return new CoinMover
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            Image = row.Asset.ImageUrl,
            MarketCapRank = row.Rank,
            Figures = figures,
        };
    }

    private static JsonElement Element<T>(T value) => JsonSerializer.SerializeToElement(value, CoinGeckoJson.TypeInfo<T>());
}
