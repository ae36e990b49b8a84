using System.Collections.Concurrent;

namespace MarketData.Snapshots;

/// <summary>
/// Rows of one snapshot encoded in several forms, each when it is first asked for, and kept as long as there is room. Safe for
/// concurrent use; what is asked for twice at once may be encoded twice.
/// </summary>
/// <param name="rowCount">Rows of the snapshot.</param>
internal sealed class RowForms<TForm>(int rowCount)
    where TForm : notnull
{
    /// <summary>Some 35,000 rows. There are thousands of forms, of which a market asks for a few.</summary>
    private const long MaxBytes = 32L << 20;

    private readonly ConcurrentDictionary<TForm, byte[]?[]> _forms = [];
    private long _bytes;

    public byte[] Get(int number, TForm form, Func<int, TForm, byte[]> encode)
    {
        var hasRows = _forms.TryGetValue(form, out var rows);
        if (rows?[number] is { } encoded)
        {
            return encoded;
        }

        encoded = encode(number, form);
        if (!hasRows && TryTake((long)rowCount * IntPtr.Size))
        {
            rows = _forms.GetOrAdd(form, _ => new byte[]?[rowCount]);
        }

        if (rows is not null && TryTake(encoded.Length))
        {
            rows[number] = encoded;
        }

        return encoded;
    }

    private bool TryTake(long bytes) => Volatile.Read(ref _bytes) + bytes <= MaxBytes && Interlocked.Add(ref _bytes, bytes) <= MaxBytes;
}
