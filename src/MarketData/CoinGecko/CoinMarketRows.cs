using System.Text.Json;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>
/// Rows of /coins/markets as UTF-8 JSON in US dollars, at full precision and without what has to be asked for. Each is encoded once a snapshot,
/// when it is first asked for: who does not use these endpoints does not pay for them. Safe for concurrent use; at worst a row is encoded twice.
/// </summary>
internal sealed class CoinMarketRows
{
    private volatile Rows? _current;

    public byte[] Get(MarketSnapshot snapshot, int number)
    {
        var rows = _current;
        if (rows?.Snapshot != snapshot)
        {
            _current = rows = new Rows(snapshot, new byte[snapshot.Rows.Count][]);
        }

        return rows.Encoded[number] ??= JsonSerializer.SerializeToUtf8Bytes(
            CoinMarket.From(snapshot.Rows[number], Currency.UsDollar, NumberFormat.Full), CoinGeckoJson.TypeInfo<CoinMarket>());
    }

    private sealed record Rows(MarketSnapshot Snapshot, byte[]?[] Encoded);
}
