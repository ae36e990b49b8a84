using MarketData.Analysis;

namespace MarketData.Tests.Analysis;

public sealed class CorrelationMatrixTests
{
    private const double Unknown = double.NaN;

    private static readonly double[] Steps = [.. Enumerable.Range(0, 20).Select(day => (double)(day % 4))];

    [Fact]
    public void Of_PairsOfKnownSeries_IsPearsonsCorrelation()
    {
        // Of 0 1 2 3 and 0 2 2 4, five times: means 1.5 and 2, products 5 · 6, squares 5 · 5 and 5 · 8: 6 ÷ √40.
        var matrix = Of(Steps, [.. Steps.Select(step => step == 1 ? 2 : step == 3 ? 4 : step)], [.. Steps.Select(step => -step)]);

        matrix.Correlations[0][1]!.Value.ShouldBe(6 / Math.Sqrt(40), 1e-12);
        matrix.Correlations[0][2]!.Value.ShouldBe(-1, 1e-12);
        matrix.Correlations[1][1]!.Value.ShouldBe(1, 1e-12);
        matrix.Correlations[2][1].ShouldBe(matrix.Correlations[1][2]);
        matrix.Days.ShouldAllBe(row => row.All(days => days == 20));
        matrix.Unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Of_FewerCommonDaysThanNeeded_IsNullWithTheReason()
    {
        var matrix = Of([.. Steps, 7], [Unknown, .. Steps.Skip(1), 3], [Unknown, Unknown, .. Steps.Skip(2), 5]);

        matrix.Days[0].ShouldBe([21, 20, 19]);
        matrix.Correlations[0][1].ShouldNotBeNull();
        matrix.Correlations[0][2].ShouldBeNull();
        matrix.Unknown.ShouldBe(
        [
            new("a0", "a2", UnknownCorrelationReason.TooFewDays),
            new("a1", "a2", UnknownCorrelationReason.TooFewDays),
            new("a2", "a2", UnknownCorrelationReason.TooFewDays),
        ]);
    }

    [Fact]
    public void Of_APriceThatGrowsByTheSameEveryDay_DoesNotVaryButForRounding()
    {
        var steady = Enumerable.Range(0, 20).Select(day => Math.Log(Math.Pow(1.1, day + 1) / Math.Pow(1.1, day))).ToArray();
        steady.Distinct().Count().ShouldBeGreaterThan(1);

        var matrix = Of(Steps, steady);

        matrix.Correlations[0][1].ShouldBeNull();
        matrix.Unknown.ShouldBe([new("a0", "a1", UnknownCorrelationReason.DoesNotVary), new("a1", "a1", UnknownCorrelationReason.DoesNotVary)]);
    }

    private static CorrelationMatrixResponse Of(params double[][] returns) =>
        CorrelationMatrix.Of([.. returns.Select((_, i) => $"a{i}")], returns, "30d", Make.Now.AddDays(-30), Make.Now);
}
