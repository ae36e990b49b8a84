using MarketData.Ranking.Kernels;

namespace MarketData.Tests.Ranking.Kernels;

public sealed class NormaliserTests
{
    [Fact]
    public void Normalise_Percentile_SharesTheMeanOfPlacesAmongEquals()
    {
        // Places 0, 1 and 2 (equal: 1.5 each), 3, 4 of 5 known values.
        Normalise([10, 20, 20, double.NaN, 40, 30], Normalisation.Percentile)
            .ShouldBe([0, 0.375, 0.375, double.NaN, 1, 0.75]);
    }

    [Fact]
    public void Normalise_PercentileOfOneValue_IsTheMiddle()
    {
        Normalise([7, double.NaN], Normalisation.Percentile).ShouldBe([0.5, double.NaN]);
    }

    [Fact]
    public void Normalise_ZScore_IsDistanceFromMeanInStandardDeviations()
    {
        // Mean 5, standard deviation 2: the worked example of https://en.wikipedia.org/wiki/Standard_deviation (2 4 4 4 5 5 7 9).
        Normalise([2, 4, 4, 4, 5, 5, 7, 9], Normalisation.ZScore).ShouldBe([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
    }

    [Fact]
    public void Normalise_RobustZScore_IsDistanceFromMedianInScaledMads()
    {
        // Median 2, distances 1 1 0 0 2 4 7, MAD 1: the worked example of https://en.wikipedia.org/wiki/Median_absolute_deviation.
        var scores = Normalise([1, 1, 2, 2, 4, 6, 9], Normalisation.RobustZScore);

        ShouldBeNear(scores, [-0.674490, -0.674490, 0, 0, 1.348980, 2.697959, 4.721429]);
    }

    [Fact]
    public void Normalise_RobustZScoreOfMostlyOneValue_FallsBackToTheMeanDistance()
    {
        // Median 1, MAD 0, mean distance 4 / 5 = 0.8, scale 0.8 × 1.2533141 = 1.0026513.
        ShouldBeNear(Normalise([1, 1, 1, 1, 5], Normalisation.RobustZScore), [0, 0, 0, 0, 3.989423]);
    }

    [Theory]
    [InlineData(Normalisation.ZScore)]
    [InlineData(Normalisation.RobustZScore)]
    public void Normalise_NoVariation_IsTheMiddle(Normalisation normalisation) =>
        Normalise([3, 3, double.NaN], normalisation).ShouldBe([0, 0, double.NaN]);

    [Fact]
    public void Normalise_Winsorised_PullsTheEndsInToTheQuantiles()
    {
        // Quantiles of 0.25 and 0.75 of 1 2 3 4 100: 2 and 4.
        Normalise([1, 2, 3, 4, 100], Normalisation.None, 0.25).ShouldBe([2, 2, 3, 4, 4]);
    }

    [Theory]
    [InlineData(Normalisation.Percentile, 0)]
    [InlineData(Normalisation.Percentile, 0.05)]
    [InlineData(Normalisation.ZScore, 0)]
    [InlineData(Normalisation.ZScore, 0.25)]
    [InlineData(Normalisation.RobustZScore, 0.1)]
    [InlineData(Normalisation.None, 0.1)]
    public void Normalise_AnyColumn_EqualsTheSlowReference(Normalisation normalisation, double winsorise) => AnyColumn.Check(column =>
    {
        var expected = SlowRanker.Normalise(column, normalisation, winsorise);
        var scale = expected.Where(value => !double.IsNaN(value)).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var actual = Normalise(column, normalisation, winsorise);
        for (var row = 0; row < column.Length; row++)
        {
            double.IsNaN(actual[row]).ShouldBe(double.IsNaN(column[row]));
            if (!double.IsNaN(column[row]))
            {
                Math.Abs(actual[row] - expected[row]).ShouldBeLessThanOrEqualTo(1e-9 * Math.Max(1, scale), $"row {row}");
            }
        }
    });

    private static double[] Normalise(double[] column, Normalisation normalisation, double winsorise = 0)
    {
        var normalised = new double[column.Length];
        Normaliser.Normalise(column, normalisation, winsorise, normalised, new RankScratch());
        return normalised;
    }

    private static void ShouldBeNear(double[] actual, double[] expected)
    {
        for (var row = 0; row < expected.Length; row++)
        {
            actual[row].ShouldBe(expected[row], 1e-6);
        }
    }
}
