using System.Runtime.CompilerServices;

namespace MarketData.Ranking.Kernels;

/// <summary>
/// Sorts the rows of a column by value, equals by row. The high half of each key goes through three passes of a radix sort together with
/// its row, in eight bytes; only rows whose high halves are equal are compared further. Columns whose rows stand in the order of
/// ids are so sorted with ties by id.
/// </summary>
internal static class RadixOrder
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;
    private const int Passes = 3;

    /// <summary>Writes the rows of the known values (those that are not NaN) in order, and gives how many there are.</summary>
    /// <param name="values">The column.</param>
    /// <param name="descending">Whether the greatest value comes first; equals stand by row either way.</param>
    /// <param name="order">Room for as many rows as the column has.</param>
    /// <param name="scratch">Memory to work in.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Sort(ReadOnlySpan<double> values, bool descending, Span<int> order, RankScratch scratch)
    {
        scratch.Items(values.Length, out var from, out var to);
        var counts = scratch.Counts(Passes * Buckets);
        var direction = descending ? ulong.MaxValue : 0;
        var known = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                var high = KeyOf(values[row], direction) >> 32;
                from[known++] = (high << 32) | (uint)row;
                counts[(int)(high & (Buckets - 1))]++;
                counts[Buckets + (int)((high >> DigitBits) & (Buckets - 1))]++;
                counts[(2 * Buckets) + (int)(high >> (2 * DigitBits))]++;
            }
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            if (Scatter(from[..known], to, counts.Slice(pass * Buckets, Buckets), 32 + (pass * DigitBits)))
            {
                var done = to;
                to = from;
                from = done;
            }
        }

        OrderRuns(from[..known], values, direction);
        for (var place = 0; place < known; place++)
        {
            order[place] = (int)(uint)from[place];
        }

        return known;
    }

    /// <summary>A key whose unsigned order is the reverse of the order of the doubles.</summary>
    public static ulong DescendingKeyOf(double value) => KeyOf(value, ulong.MaxValue);

    /// <summary>A key whose unsigned order is the order of the doubles; both zeros are one value.</summary>
    private static ulong KeyOf(double value, ulong direction)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return bits ^ ((ulong)((long)bits >> 63) | 0x8000_0000_0000_0000) ^ direction;
    }

    /// <summary>One pass; false if all keys have the same digit and there is nothing to move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Scatter(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> counts, int shift)
    {
        if (from.IsEmpty || counts[(int)(from[0] >> shift) & (Buckets - 1)] == from.Length)
        {
            return false;
        }

        var start = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var count = counts[bucket];
            counts[bucket] = start;
            start += count;
        }

        foreach (var item in from)
        {
            to[counts[(int)(item >> shift) & (Buckets - 1)]++] = item;
        }

        return true;
    }

    /// <summary>Orders the rows whose high halves are equal by the low half, then by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OrderRuns(Span<ulong> items, ReadOnlySpan<double> values, ulong direction)
    {
        for (var start = 0; start < items.Length;)
        {
            var end = start + 1;
            while (end < items.Length && (items[end] >> 32) == (items[start] >> 32))
            {
                end++;
            }

            if (end - start > 1)
            {
                var run = items[start..end];
                for (var i = 0; i < run.Length; i++)
                {
                    var row = (uint)run[i];
                    run[i] = (KeyOf(values[(int)row], direction) << 32) | row;
                }

                run.Sort();
            }

            start = end;
        }
    }
}
