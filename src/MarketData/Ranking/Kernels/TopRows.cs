using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarketData.Ranking.Kernels;

/// <summary>
/// Finds the rows of the greatest values without sorting the column: one sweep collects what reaches a threshold. With the threshold of
/// the last snapshot, that is little more than what is asked for.
/// </summary>
internal static class TopRows
{
    /// <summary>How far below the last threshold the next search begins: figures move between two snapshots.</summary>
    private const double Slack = 0.02;

    /// <summary>Writes the rows of the greatest known values, greatest first and equals by row; gives how many, at most the room there is.</summary>
    /// <param name="column">The column; NaN is unknown.</param>
    /// <param name="threshold">Where to begin, from the last call over figures alike, or negative infinity; becomes where the next call is to begin. Changes the time only.</param>
    /// <param name="top">Room for the rows asked for.</param>
    /// <param name="scratch">Memory to work in.</param>
    public static int Select(ReadOnlySpan<double> column, ref double threshold, Span<int> top, RankScratch scratch)
    {
        var wanted = Math.Min(top.Length, column.Length);
        if (wanted == 0)
        {
            return 0;
        }

        var found = Collect(column, wanted, threshold, scratch, out var keys, out var rows);
        if (found < wanted && !double.IsNegativeInfinity(threshold))
        {
            found = Collect(column, wanted, double.NegativeInfinity, scratch, out keys, out rows);
        }

        rows[..found].CopyTo(top);
        threshold = found < wanted ? double.NegativeInfinity : LeastOf(keys, found) - (Math.Abs(keys[found - 1]) * Slack);
        return found;
    }

    /// <summary>Collects what reaches the threshold; when the room is full it keeps the greatest, and the least of them is the new threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Collect(
        ReadOnlySpan<double> column, int wanted, double threshold, RankScratch scratch, out Span<double> keys, out Span<int> rows)
    {
        var room = (4 * wanted) + Vector512<double>.Count;
        keys = scratch.Values(room);
        rows = scratch.Order(room);
        var count = 0;
        var row = 0;
        for (; row <= column.Length - Vector512<double>.Count; row += Vector512<double>.Count)
        {
            var hits = Vector512.GreaterThanOrEqual(Vector512.Create(column[row..]), Vector512.Create(threshold)).ExtractMostSignificantBits();
            if (hits == 0)
            {
                continue;
            }

            for (; hits != 0; hits &= hits - 1)
            {
                rows[count] = row + BitOperations.TrailingZeroCount(hits);
                keys[count] = -column[rows[count]];
                count++;
            }

            if (count > room - Vector512<double>.Count)
            {
                count = Keep(keys, rows, count, wanted);
                threshold = LeastOf(keys, count);
            }
        }

        for (; row < column.Length; row++)
        {
            if (column[row] >= threshold)
            {
                rows[count] = row;
                keys[count++] = -column[row];
            }
        }

        return Keep(keys, rows, count, wanted);
    }

    /// <summary>The last value kept. The keys are the values negated, so that the plain ascending sort puts the greatest first.</summary>
    private static double LeastOf(ReadOnlySpan<double> keys, int kept) => -keys[kept - 1];

    /// <summary>Orders what was collected and keeps as much as is wanted.</summary>
    private static int Keep(Span<double> keys, Span<int> rows, int count, int wanted)
    {
        keys[..count].Sort(rows[..count]);
        for (var start = 0; start < count;)
        {
            var end = start + 1;
            while (end < count && keys[end] == keys[start])
            {
                end++;
            }

            rows[start..end].Sort();
            start = end;
        }

        return Math.Min(count, wanted);
    }
}
