using System.Buffers;
using System.Text.Json;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.CoinGecko;

/// <summary>Prices of coins, each under the word that it was asked by. Measured hot path: written without anything in between.</summary>
internal sealed class SimplePrices(
    MarketSnapshot snapshot, IReadOnlyList<(string Key, int Row)> coins, IReadOnlyList<Currency> currencies, RequestQuery query)
    : PageAnswer(snapshot)
{
    private static readonly QueryParameter<bool> MarketCap = CoinGeckoParameters.Include("include_market_cap", "market caps are");
    private static readonly QueryParameter<bool> Volume = CoinGeckoParameters.Include("include_24hr_vol", "volumes of the last 24 hours are");
    private static readonly QueryParameter<bool> Change = CoinGeckoParameters.Include("include_24hr_change", "changes over 24 hours, in percent and measured in US dollars, are");
    private static readonly QueryParameter<bool> UpdatedAt = CoinGeckoParameters.Include("include_last_updated_at", "the time of the price, in seconds since 1970, is");

    /// <summary>What shapes the answer.</summary>
    public static readonly QueryParameter[] Parameters = [MarketCap, Volume, Change, UpdatedAt, CoinGeckoParameters.Precision];

    /// <summary>The coins in the currencies that a request asks for, as far as there are rates.</summary>
    public static SimplePrices Read(RequestQuery query, MarketSnapshot snapshot, IReadOnlyList<(string Key, int Row)> coins) => new(
        snapshot,
        coins,
        [.. query.Get(CoinGeckoParameters.VsCurrencies).Select(snapshot.Currencies.Find).OfType<Currency>().Distinct()],
        query);

    protected override void Encode(IBufferWriter<byte> body)
    {
        using var writer = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true });
        var names = currencies.Select(FieldNames.Of).ToList();
        var format = CoinGeckoParameters.FormatOf(query);
        writer.WriteStartObject();
        foreach (var (key, number) in coins.DistinctBy(coin => coin.Key))
        {
            writer.WritePropertyName(key);
            Write(writer, Snapshot.Rows[number], names, format);
        }

        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, MarketRow row, List<FieldNames> names, NumberFormat format)
    {
        writer.WriteStartObject();
        foreach (var (currency, field) in currencies.Zip(names))
        {
            WriteAmount(field.Price, row.Price);
            if (query.Get(MarketCap))
            {
                WriteAmount(field.MarketCap, row.MarketCap);
            }

            if (query.Get(Volume))
            {
                WriteAmount(field.Volume, row.Volume24h);
            }

            if (query.Get(Change))
            {
                writer.WritePropertyName(field.Change);
                JsonSerializer.Serialize(writer, row.Quote?.Figures.Changes.H24, CoinGeckoJson.TypeInfo<double?>());
            }

            void WriteAmount(JsonEncodedText name, decimal? usDollars)
            {
                if (format.Round(currency.FromUsd(usDollars)) is { } amount)
                {
                    writer.WriteNumber(name, ShortDecimalConverter.Shorten(amount));
                }
                else
                {
                    writer.WriteNull(name);
                }
            }
        }

        if (query.Get(UpdatedAt))
        {
            writer.WritePropertyName("last_updated_at"u8);
            JsonSerializer.Serialize(writer, row.Quote?.Figures.AsOf.ToUnixTimeSeconds(), CoinGeckoJson.TypeInfo<long?>());
        }

        writer.WriteEndObject();
    }

    private sealed record FieldNames(JsonEncodedText Price, JsonEncodedText MarketCap, JsonEncodedText Volume, JsonEncodedText Change)
    {
        public static FieldNames Of(Currency currency) => new(
            JsonEncodedText.Encode(currency.Code),
            JsonEncodedText.Encode(currency.Code + "_market_cap"),
            JsonEncodedText.Encode(currency.Code + "_24h_vol"),
            JsonEncodedText.Encode(currency.Code + "_24h_change"));
    }
}
