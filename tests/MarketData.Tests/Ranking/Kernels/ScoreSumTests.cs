using MarketData.Ranking.Kernels;

namespace MarketData.Tests.Ranking.Kernels;

public sealed class ScoreSumTests
{
    [Fact]
    public void Add_AnyColumn_AddsWeightTimesValue() => AnyColumn.Check(column =>
    {
        var scores = Enumerable.Range(0, column.Length).Select(row => (double)row).ToArray();
        var expected = scores.Select((score, row) => score + (0.25 * column[row])).ToArray();

        ScoreSum.Add(scores, column, 0.25);

        scores.ShouldBe(expected);
    });

    [Fact]
    public void Fill_Unknown_TakesTheValue()
    {
        double[] values = [1, double.NaN, 3];

        ScoreSum.Fill(values, 0.5);

        values.ShouldBe([1, 0.5, 3]);
    }
}
