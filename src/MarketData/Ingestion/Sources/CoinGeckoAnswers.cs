using System.Text.Json.Serialization;
using MarketData.Ingestion.Sources.Json;
using MarketData.Markets;

namespace MarketData.Ingestion.Sources;

/// <summary>A row of CoinGecko's <c>/coins/markets</c>. Every field may be null, <c>last_updated</c> too.</summary>
internal sealed class CoinGeckoMarket
{
    public string? Id { get; set; }

    public string? Symbol { get; set; }

    public string? Name { get; set; }

    public string? Image { get; set; }

    public SourceNumber CurrentPrice { get; set; }

    public SourceNumber MarketCap { get; set; }

    public SourceNumber MarketCapRank { get; set; }

    public SourceNumber FullyDilutedValuation { get; set; }

    public SourceNumber TotalVolume { get; set; }

    [JsonPropertyName("high_24h")]
    public SourceNumber High24h { get; set; }

    [JsonPropertyName("low_24h")]
    public SourceNumber Low24h { get; set; }

    [JsonPropertyName("price_change_24h")]
    public SourceNumber PriceChange24h { get; set; }

    [JsonPropertyName("price_change_percentage_24h")]
    public SourceNumber ChangePercentage24h { get; set; }

    [JsonPropertyName("market_cap_change_24h")]
    public SourceNumber MarketCapChange24h { get; set; }

    [JsonPropertyName("market_cap_change_percentage_24h")]
    public SourceNumber MarketCapChangePercentage24h { get; set; }

    public SourceNumber CirculatingSupply { get; set; }

    public SourceNumber TotalSupply { get; set; }

    public SourceNumber MaxSupply { get; set; }

    public SourceNumber Ath { get; set; }

    public DateTimeOffset? AthDate { get; set; }

    public SourceNumber AthChangePercentage { get; set; }

    public SourceNumber Atl { get; set; }

    public DateTimeOffset? AtlDate { get; set; }

    public SourceNumber AtlChangePercentage { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<CoinGeckoReturn>))]
    public CoinGeckoReturn? Roi { get; set; }

    public DateTimeOffset? LastUpdated { get; set; }

    [JsonPropertyName("price_change_percentage_1h_in_currency")]
    public SourceNumber Change1h { get; set; }

    [JsonPropertyName("price_change_percentage_24h_in_currency")]
    public SourceNumber Change24h { get; set; }

    [JsonPropertyName("price_change_percentage_7d_in_currency")]
    public SourceNumber Change7d { get; set; }

    [JsonPropertyName("price_change_percentage_14d_in_currency")]
    public SourceNumber Change14d { get; set; }

    [JsonPropertyName("price_change_percentage_30d_in_currency")]
    public SourceNumber Change30d { get; set; }

    [JsonPropertyName("price_change_percentage_200d_in_currency")]
    public SourceNumber Change200d { get; set; }

    [JsonPropertyName("price_change_percentage_1y_in_currency")]
    public SourceNumber Change1y { get; set; }

    public SourceQuote ToQuote(string id, string symbol) => new()
    {
        SourceId = id,
        Symbol = symbol,
        Name = string.IsNullOrWhiteSpace(Name) ? symbol : Name,
        ImageUrl = Image,
        Price = CurrentPrice,
        // An asset whose supply CoinGecko has not verified has 0 there, and with it a market cap of 0.
        MarketCap = MarketCap.MissingIfZero(),
        FullyDilutedValuation = FullyDilutedValuation.MissingIfZero(),
        Volume24h = TotalVolume,
        CirculatingSupply = CirculatingSupply.MissingIfZero(),
        TotalSupply = TotalSupply.MissingIfZero(),
        MaxSupply = MaxSupply.MissingIfZero(),
        High24h = High24h,
        Low24h = Low24h,
        PriceChange24h = PriceChange24h,
        MarketCapChange24h = MarketCapChange24h,
        MarketCapChangePercentage24h = MarketCapChangePercentage24h,
        Change1h = Change1h,
        Change24h = Change24h.State is SourceNumberState.Missing ? ChangePercentage24h : Change24h,
        Change7d = Change7d,
        Change14d = Change14d,
        Change30d = Change30d,
        Change200d = Change200d,
        Change1y = Change1y,
        Ath = Ath,
        AthDate = AthDate,
        AthChangePercentage = AthChangePercentage,
        Atl = Atl,
        AtlDate = AtlDate,
        AtlChangePercentage = AtlChangePercentage,
        SaleReturn = Roi?.ToSaleReturn(),
        Rank = MarketCapRank,
        AsOf = LastUpdated,
    };
}

/// <summary>Return on the price of the first sale: the <c>roi</c> of a row.</summary>
internal sealed class CoinGeckoReturn
{
    private const int LongestCurrency = 16;

    public SourceNumber Times { get; set; }

    public string? Currency { get; set; }

    public SourceNumber Percentage { get; set; }

    /// <summary>The return; null unless it is whole.</summary>
    public SaleReturn? ToSaleReturn() =>
        Times.Approximate is { } times && Percentage.Approximate is { } percentage && Currency is { Length: > 0 and <= LongestCurrency } currency
            ? new SaleReturn(times, currency.ToLowerInvariant(), percentage)
            : null;
}

/// <summary>A row of CoinGecko's <c>/coins/categories</c>.</summary>
internal sealed class CoinGeckoCategory
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public SourceNumber MarketCap { get; set; }

    /// <summary>A percentage, though the name does not say so.</summary>
    [JsonPropertyName("market_cap_change_24h")]
    public SourceNumber MarketCapChangePercentage24h { get; set; }

    [JsonPropertyName("volume_24h")]
    public SourceNumber Volume24h { get; set; }

    public DateTimeOffset? UpdatedAt { get; set; }
}

/// <summary>A row of CoinGecko's <c>/coins/list?include_platform=true</c>.</summary>
internal sealed class CoinGeckoListed
{
    public string? Id { get; set; }

    /// <summary>Contract address by platform. A coin with a chain of its own has none, or one empty key.</summary>
    [JsonConverter(typeof(LenientObjectConverter<Dictionary<string, string?>>))]
    public Dictionary<string, string?>? Platforms { get; set; }
}
