using System.Text.Json.Serialization;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>A row of CoinPaprika's <c>/v1/tickers</c>, where 0 stands for an unknown supply, market cap or change.</summary>
internal sealed class CoinPaprikaTicker
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    public string? Symbol { get; set; }

    public SourceNumber Rank { get; set; }

    public SourceNumber CirculatingSupply { get; set; }

    public SourceNumber TotalSupply { get; set; }

    public SourceNumber MaxSupply { get; set; }

    public DateTimeOffset? FirstDataAt { get; set; }

    public DateTimeOffset? LastUpdated { get; set; }

    [JsonConverter(typeof(LenientObjectConverter<CoinPaprikaQuotes>))]
    public CoinPaprikaQuotes? Quotes { get; set; }

    public SourceQuote ToQuote(string id, string symbol)
    {
        var quote = Quotes?.Usd ?? new CoinPaprikaQuote();
        var marketCap = quote.MarketCap.MissingIfZero();
        return new SourceQuote
        {
            SourceId = id,
            Symbol = symbol,
            Name = string.IsNullOrWhiteSpace(Name) ? symbol : Name,
            Price = quote.Price,
            MarketCap = marketCap,
            Volume24h = quote.Volume24h,
            CirculatingSupply = CirculatingSupply.MissingIfZero(),
            DerivesCirculatingSupply = true,
            TotalSupply = TotalSupply.MissingIfZero(),
            MaxSupply = MaxSupply.MissingIfZero(),
            MarketCapChangePercentage24h = marketCap.State is SourceNumberState.Missing ? default : quote.MarketCapChangePercentage24h,
            Change1h = KnownFor(TimeSpan.FromHours(1), quote.Change1h),
            Change24h = KnownFor(TimeSpan.FromDays(1), quote.Change24h),
            Change7d = KnownFor(TimeSpan.FromDays(7), quote.Change7d),
            Change30d = KnownFor(TimeSpan.FromDays(30), quote.Change30d),
            Change1y = KnownFor(TimeSpan.FromDays(365), quote.Change1y),
            Ath = quote.AthPrice.MissingIfZero(),
            AthDate = quote.AthDate,
            Rank = Rank.MissingIfZero(),
            AsOf = LastUpdated,
        };
    }

    /// <summary>A change of 0 over more time than the provider has data for is unknown; any other 0 is an unchanged price.</summary>
    private SourceNumber KnownFor(TimeSpan window, SourceNumber change) =>
        LastUpdated - FirstDataAt < window ? change.MissingIfZero() : change;
}

/// <summary>The quotes of a row by currency; only US dollars are asked for.</summary>
internal sealed class CoinPaprikaQuotes
{
    [JsonPropertyName("USD")]
    [JsonConverter(typeof(LenientObjectConverter<CoinPaprikaQuote>))]
    public CoinPaprikaQuote? Usd { get; set; }
}

/// <summary>The quote of a row in one currency.</summary>
internal sealed class CoinPaprikaQuote
{
    public SourceNumber Price { get; set; }

    [JsonPropertyName("volume_24h")]
    public SourceNumber Volume24h { get; set; }

    public SourceNumber MarketCap { get; set; }

    /// <summary>A percentage, though the name does not say so.</summary>
    [JsonPropertyName("market_cap_change_24h")]
    public SourceNumber MarketCapChangePercentage24h { get; set; }

    [JsonPropertyName("percent_change_1h")]
    public SourceNumber Change1h { get; set; }

    [JsonPropertyName("percent_change_24h")]
    public SourceNumber Change24h { get; set; }

    [JsonPropertyName("percent_change_7d")]
    public SourceNumber Change7d { get; set; }

    [JsonPropertyName("percent_change_30d")]
    public SourceNumber Change30d { get; set; }

    [JsonPropertyName("percent_change_1y")]
    public SourceNumber Change1y { get; set; }

    public SourceNumber AthPrice { get; set; }

    public DateTimeOffset? AthDate { get; set; }
}
