using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>Encodes rows as UTF-8 JSON.</summary>
internal static class AssetEncoder
{
    /// <summary>All rows in US dollars at full precision.</summary>
    public static byte[][] EncodeAll(IReadOnlyList<MarketRow> rows)
    {
        var encoded = new byte[rows.Count][];
        for (var number = 0; number < rows.Count; number++)
        {
            encoded[number] = Encode(rows[number], Currency.UsDollar, NumberFormat.Full);
        }

        return encoded;
    }

    /// <summary>One row.</summary>
    public static byte[] Encode(MarketRow row, Currency currency, NumberFormat format) =>
        JsonSerializer.SerializeToUtf8Bytes(AssetResponse.From(row, currency, format), ApiJson.TypeInfo<AssetResponse>(format));
}
