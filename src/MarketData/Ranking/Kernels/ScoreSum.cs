using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MarketData.Ranking.Kernels;

/// <summary>Adds normalised columns up to scores. NaN makes a score NaN: the row is left out. Pure.</summary>
internal static class ScoreSum
{
    /// <summary>Adds <c>weight × value</c> to every score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> scores, ReadOnlySpan<double> values, double weight)
    {
        var sums = MemoryMarshal.Cast<double, Vector<double>>(scores);
        var addends = MemoryMarshal.Cast<double, Vector<double>>(values);
        var factor = new Vector<double>(weight);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += factor * addends[i];
        }

        for (var row = sums.Length * Vector<double>.Count; row < scores.Length; row++)
        {
            scores[row] += weight * values[row];
        }
    }

    /// <summary>Puts a value in the place of the unknown ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<double> values, double unknown)
    {
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = double.IsNaN(values[row]) ? unknown : values[row];
        }
    }
}
