using MarketData.Ingestion.Sources.Sample;

namespace MarketData.Tests.Ingestion.Sources.Sample;

public sealed class SamplePathTests
{
    private const int Hour = 60 * 60;
    private static readonly long Start = new DateTimeOffset(2026, 3, 1, 7, 13, 9, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly SampleFactor Market = new(SampleNoise.KeyOf(1, "market"), 0.6);
    private static readonly SampleFactor Own = new(SampleNoise.KeyOf(1, "own"), 0.4);
    private static readonly SamplePath Path = new(Market, Own);

    [Theory]
    [InlineData(SamplePath.LongCell)]
    [InlineData(SamplePath.ShortCell)]
    public void Highest_AnyWindow_IsTheHighestOfAllItsSeconds(int topLevel)
    {
        var path = new SamplePath(Market, Own, topLevel);
        for (var window = 0; window < 10; window++)
        {
            var from = Start + (window * 100_003);
            var to = from + 1 + (window * 700);
            var all = Enumerable.Range(0, (int)(to - from) + 1).Select(i => new SamplePeak(path.At(from + i), from + i)).ToList();

            path.Highest(from, to, all[0]).ShouldBe(all.MaxBy(peak => peak.Value));
            path.Lowest(from, to, all[^1]).ShouldBe(all.MinBy(peak => peak.Value));
        }
    }

    [Fact]
    public void Highest_KnownIsNotSurpassed_IsTheKnown()
    {
        var known = new SamplePeak(10, 1);

        Path.Highest(Start, Start + Hour, known).ShouldBe(known);
    }

    [Fact]
    public void Find_WindowThatMoves_IsWhatASearchOfTheWholeWindowFinds()
    {
        var highest = new SampleMovingPeak(Path, lowest: false);
        var lowest = new SampleMovingPeak(Path, lowest: true);
        for (var step = 0; step < 500; step++)
        {
            // Now and then back in time, and ahead by more than the window.
            var to = Start + (step * 300) + (step % 100 == 50 ? -40 * Hour : 0) + (step % 100 > 80 ? 60 * Hour : 0);
            var known = new SamplePeak(Path.At(to), to);

            highest.Find(to - (24 * Hour), to, known).ShouldBe(Path.Highest(to - (24 * Hour), to, known));
            lowest.Find(to - (24 * Hour), to, known).ShouldBe(Path.Lowest(to - (24 * Hour), to, known));
        }
    }

    [Fact]
    public void At_ThousandsOfHours_SpreadsAsItsVolatilitySays()
    {
        const int Hours = 20_000;
        var squares = Enumerable.Range(0, Hours).Select(i => Math.Pow(Path.At(Start + (i * Hour)) - Path.At(Start + ((i - 1) * Hour)), 2));

        // 0.6² + 0.4² = 0.52 in a year of 8,766 hours.
        (squares.Sum() / Hours * 8766).ShouldBe(0.52, 0.03);
    }

    [Fact]
    public void At_ManyYears_SwingsAboutZero()
    {
        var values = Enumerable.Range(0, 20 * 365).Select(day => Path.At(Start - (day * 24L * Hour))).ToList();

        values.Average().ShouldBe(0, 0.1);
        values.Max(Math.Abs).ShouldBeLessThan(1.2);
    }
}
