using System.Collections.Concurrent;
using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>
/// Rows as JSON in other currencies and precisions, each encoded when it is first asked for and kept for the life of the snapshot, as
/// long as there is room.
/// </summary>
internal sealed class ConvertedRows(IReadOnlyList<MarketRow> rows)
{
    /// <summary>Some 35,000 rows. There are thousands of pairs of currency and precision, of which a market asks for a few.</summary>
    private const long MaxBytes = 32L << 20;

    private readonly ConcurrentDictionary<(string Currency, NumberFormat Format), byte[]?[]> _forms = [];
    private long _bytes;

    public ReadOnlySpan<byte> Get(int number, Currency currency, NumberFormat format)
    {
        var hasForm = _forms.TryGetValue((currency.Code, format), out var form);
        if (form?[number] is { } encoded)
        {
            return encoded;
        }

        encoded = AssetEncoder.Encode(rows[number], currency, format);
        if (!hasForm && TryTake((long)rows.Count * IntPtr.Size))
        {
            form = _forms.GetOrAdd((currency.Code, format), _ => new byte[]?[rows.Count]);
        }

        if (form is not null && TryTake(encoded.Length))
        {
            form[number] = encoded;
        }

        return encoded;
    }

    private bool TryTake(long bytes) => Volatile.Read(ref _bytes) + bytes <= MaxBytes && Interlocked.Add(ref _bytes, bytes) <= MaxBytes;
}
