namespace MarketData.Ingestion.Sources.Sample;

/// <summary>
/// A random walk that can be asked for any second without the seconds before it. The line of time is cut into cells; the value at
/// each border is drawn, and each cell is halved down to the second, its middle being the mean of its ends and a drawn displacement
/// (a Brownian bridge). The borders have a fixed spread, so that the walk swings about 0 and never drifts away.
/// </summary>
/// <remarks>
/// Every displacement is limited, and thereby how far the walk can leave the ends of a cell within it. That makes the highest and
/// the lowest second of any window a search that skips nearly all cells.
/// </remarks>
/// <param name="market">Draws that all paths share.</param>
/// <param name="own">Draws of this path.</param>
/// <param name="topLevel">A cell that is not yet halved is two to this power seconds long: how long the walk strays before it is drawn back.</param>
internal sealed class SamplePath(SampleFactor market, SampleFactor own, int topLevel = SamplePath.LongCell)
{
    /// <summary>2^23 seconds are 97 days.</summary>
    public const int LongCell = 23;

    /// <summary>2^17 seconds are a day and a half.</summary>
    public const int ShortCell = 17;

    private const double SecondsPerYear = 365.25 * 24 * 60 * 60;

    /// <summary>By level: standard deviation of the displacement in the middle of a cell, for a walk of volatility 1 a year.</summary>
    private static readonly double[] Spread = [.. Enumerable.Range(0, LongCell + 1).Select(level => Math.Sqrt((1L << level) / SecondsPerYear) / 2)];

    /// <summary>By level: sum of the greatest displacements from this level down.</summary>
    private static readonly double[] Reach = SumUp(Spread);

    private readonly double _weight = Math.Abs(market.Volatility) + Math.Abs(own.Volatility);

    /// <summary>Value at a second of Unix time.</summary>
    public double At(long second)
    {
        var left = Border(second >> topLevel);
        var right = Border((second >> topLevel) + 1);
        for (var level = topLevel; level > 0; level--)
        {
            var middle = Middle(level, second >> level, left, right);
            if (((second >> (level - 1)) & 1) == 0)
            {
                right = middle;
            }
            else
            {
                left = middle;
            }
        }

        return left;
    }

    /// <summary>
    /// The highest second with <c>from ≤ second ≤ to</c>, or <paramref name="known"/> if none is higher. The higher the value known
    /// before, the fewer cells are visited.
    /// </summary>
    public SamplePeak Highest(long from, long to, SamplePeak known) => Search(1, from, to, known);

    /// <inheritdoc cref="Highest"/>
    /// <summary>The lowest second with <c>from ≤ second ≤ to</c>, or <paramref name="known"/> if none is lower.</summary>
    public SamplePeak Lowest(long from, long to, SamplePeak known) => Search(-1, from, to, known);

    /// <summary>Highest for a sign of 1; lowest, the highest of the walk turned over, for -1.</summary>
    private SamplePeak Search(int sign, long from, long to, SamplePeak known)
    {
        var search = new SearchState(sign, from, to) { Best = sign * known.Value, At = known.Second };
        for (var cell = from >> topLevel; cell <= to >> topLevel; cell++)
        {
            var left = Border(cell);
            search.Visit(left, cell << topLevel);
            Descend(ref search, topLevel, cell, left, Border(cell + 1));
        }

        return new SamplePeak(sign * search.Best, search.At);
    }

    private void Descend(ref SearchState search, int level, long cell, double left, double right)
    {
        var start = cell << level;
        if (level == 0 || start > search.To || start + (1L << level) <= search.From
            || Math.Max(search.Sign * left, search.Sign * right) + (Reach[level] * _weight) <= search.Best)
        {
            return;
        }

        var middle = Middle(level, cell, left, right);
        search.Visit(middle, start + (1L << (level - 1)));

        // The half with the better end first: what it finds spares most of the other.
        if (search.Sign * left > search.Sign * right)
        {
            Descend(ref search, level - 1, cell * 2, left, middle);
            Descend(ref search, level - 1, (cell * 2) + 1, middle, right);
        }
        else
        {
            Descend(ref search, level - 1, (cell * 2) + 1, middle, right);
            Descend(ref search, level - 1, cell * 2, left, middle);
        }
    }

    private double Border(long cell) => Spread[topLevel] * Draw(topLevel + 1, cell);

    private double Middle(int level, long cell, double left, double right) => ((left + right) / 2) + (Spread[level] * Draw(level, cell));

    private double Draw(int level, long cell) =>
        (market.Volatility == 0 ? 0 : market.Volatility * SampleNoise.Draw(market.Key, level, cell))
        + (own.Volatility == 0 ? 0 : own.Volatility * SampleNoise.Draw(own.Key, level, cell));

    private static double[] SumUp(double[] spreads)
    {
        var sums = new double[spreads.Length];
        for (var level = 1; level < sums.Length; level++)
        {
            sums[level] = sums[level - 1] + (spreads[level] * SampleNoise.Largest);
        }

        return sums;
    }

    private struct SearchState(int sign, long from, long to)
    {
        public readonly double Sign = sign;
        public readonly long From = from;
        public readonly long To = to;
        public double Best;
        public long At;

        public void Visit(double value, long second)
        {
            if (Sign * value > Best && second >= From && second <= To)
            {
                Best = Sign * value;
                At = second;
            }
        }
    }
}

/// <summary>A stream of draws and how much of it is in a path.</summary>
/// <param name="Key">Start of the stream.</param>
/// <param name="Volatility">Standard deviation that it adds in a year.</param>
internal readonly record struct SampleFactor(ulong Key, double Volatility);

/// <summary>The value of a path at a second of Unix time.</summary>
internal readonly record struct SamplePeak(double Value, long Second);
