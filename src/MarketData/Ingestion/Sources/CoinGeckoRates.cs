using System.Text.Json.Serialization;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;
using MarketData.Markets;

namespace MarketData.Ingestion.Sources;

/// <summary>CoinGecko's <c>/exchange_rates</c>: units of each currency per bitcoin.</summary>
internal sealed class CoinGeckoRates : ProviderAnswer
{
    [JsonConverter(typeof(LenientObjectConverter<Dictionary<string, CoinGeckoRate?>>))]
    public Dictionary<string, CoinGeckoRate?>? Rates { get; set; }

    /// <summary>Rates by the US dollar, in the order of the source; none if the dollar's own is missing.</summary>
    public List<FxRate> ToFxRates(string source, DateTimeOffset receivedAt, out int skipped)
    {
        skipped = 0;
        var rates = new List<FxRate>();
        if (Rates is null || Rates.GetValueOrDefault("usd")?.Value.Exact is not { } dollars || dollars <= 0)
        {
            return rates;
        }

        foreach (var (currency, rate) in Rates)
        {
            if (rate?.Value.Exact is { } value && rate.FindKind() is { } kind && Divide(value, dollars) is { } units)
            {
                rates.Add(new FxRate(currency.ToLowerInvariant(), rate.Name ?? currency, kind, units, source, null, receivedAt));
            }
            else
            {
                skipped++;
            }
        }

        return rates;
    }

    private static decimal? Divide(decimal value, decimal dollars)
    {
        // Decimals throw where doubles become infinite, and become zero where doubles become small.
        if ((double)value / (double)dollars >= (double)decimal.MaxValue)
        {
            return null;
        }

        var units = value / dollars;
        return units > 0 ? units : null;
    }
}

/// <summary>A currency in CoinGecko's <c>/exchange_rates</c>.</summary>
internal sealed class CoinGeckoRate
{
    public string? Name { get; set; }

    public SourceNumber Value { get; set; }

    public string? Type { get; set; }

    public CurrencyKind? FindKind() => Type switch
    {
        "fiat" => CurrencyKind.Fiat,
        "crypto" => CurrencyKind.Crypto,
        "commodity" => CurrencyKind.Commodity,
        _ => null,
    };
}
