using MarketData.Ranking.Factors;

namespace MarketData.Tests.Ranking.Factors;

/// <summary>Each statistic against figures worked out by hand.</summary>
public sealed class SeriesStatisticsTests
{
    private const double Unknown = double.NaN;

    [Fact]
    public void Change_OverThreeDays_IsLastOverThatBefore() =>
        SeriesStatistics.Change([80, 100, 90, 120], 2)!.Value.ShouldBe(20, 1e-9); // 120 / 100 − 1

    [Fact]
    public void Change_OfUnknownStart_IsNull() => SeriesStatistics.Change([Unknown, 100], 1).ShouldBeNull();

    [Fact]
    public void Change_FromZero_IsNull() => SeriesStatistics.Change([0, 100], 1).ShouldBeNull();

    [Fact]
    public void Volatility_FourReturns_IsAnnualisedSampleDeviation()
    {
        // Mean 0.01, squares 0.0001 + 0.0001 + 0.0009 + 0.0009 = 0.002, ÷ 3 = 0.000666667, √ = 0.0258199, × √365 = 0.493288.
        SeriesStatistics.Volatility([0.02, 0, 0.04, -0.02], 4)!.Value.ShouldBe(49.3288, 1e-4);
    }

    [Fact]
    public void Volatility_OfTooFewKnownDays_IsNull()
    {
        SeriesStatistics.Volatility([Unknown, 0.02, 0, 0.04, -0.02], 5).ShouldNotBeNull();
        SeriesStatistics.Volatility([Unknown, Unknown, 0, 0.04, -0.02], 5).ShouldBeNull();
    }

    [Fact]
    public void DownsideVolatility_CountsFallsOnly()
    {
        // Squares 0, 0, 0, 0.0004: mean 0.0001, × 365 = 0.0365, √ = 0.191050.
        SeriesStatistics.DownsideVolatility([0.02, 0, 0.04, -0.02], 4)!.Value.ShouldBe(19.1050, 1e-4);
    }

    [Fact]
    public void ReturnPerRisk_IsMeanOverDeviation()
    {
        // 0.01 ÷ 0.0258199 × √365 = 7.399324.
        SeriesStatistics.ReturnPerRisk([0.02, 0, 0.04, -0.02], 4)!.Value.ShouldBe(7.399324, 1e-5);
        SeriesStatistics.ReturnPerRisk([0.01, 0.01, 0.01], 3).ShouldBeNull();
    }

    [Fact]
    public void MaxDrawdown_IsDeepestFallFromAnEarlierHigh()
    {
        // From 120 to 60 is half; the fall from 100 to 80 before is less.
        SeriesStatistics.MaxDrawdown([100, 80, 120, 60, 90], 5)!.Value.ShouldBe(-50, 1e-9);
        SeriesStatistics.MaxDrawdown([1, 2, 3], 3).ShouldBe(0);
    }

    [Fact]
    public void FromHigh_IsDistanceFromTheHighestClose() => SeriesStatistics.FromHigh([100, 80, 120, 60, 90], 5)!.Value.ShouldBe(-25, 1e-9);

    [Fact]
    public void FromMean_IsDistanceFromTheMean() => SeriesStatistics.FromMean([80, 100, 120], 3)!.Value.ShouldBe(20, 1e-9);

    [Fact]
    public void Growth_IsTheMeanOfAWindowOverTheOneBefore()
    {
        SeriesStatistics.Growth([9, 1, 3, 3, 5], 2)!.Value.ShouldBe(100, 1e-9); // (3 + 5) / (1 + 3) − 1
        SeriesStatistics.Growth([9, Unknown, 3, 3, 5], 2).ShouldBeNull();
        SeriesStatistics.Growth([0, 0, 3, 5], 2).ShouldBeNull();
    }

    [Fact]
    public void Latest_IsTheNewestKnownOfTheLastDays()
    {
        SeriesStatistics.Latest([1, 2, Unknown, Unknown], 3).ShouldBe(2);
        SeriesStatistics.Latest([1, 2, Unknown, Unknown], 2).ShouldBeNull();
        SeriesStatistics.Latest([Unknown], 1).ShouldBeNull();
    }

    [Fact]
    public void RisingDays_IsShareOfRises() => SeriesStatistics.RisingDays([0.02, 0, 0.04, -0.02], 4).ShouldBe(50);

    [Fact]
    public void Moment_ThirdAndFourth_AreSkewnessAndKurtosis()
    {
        // 1 1 1 5: mean 2, deviations −1 −1 −1 3, variance 3, third moment 24 / 4 = 6, fourth 84 / 4 = 21; 6 / 3^1.5 and 21 / 9.
        SeriesStatistics.Moment([1, 1, 1, 5], 4, 3)!.Value.ShouldBe(1.154701, 1e-6);
        SeriesStatistics.Moment([1, 1, 1, 5], 4, 4)!.Value.ShouldBe(2.333333, 1e-6);
        SeriesStatistics.Moment([2, 2, 2], 3, 3).ShouldBeNull();
    }

    [Fact]
    public void BetaAndCorrelation_UseTheDaysOnWhichBothAreKnown()
    {
        // Of others 1 2 3 4 and own 2 4 4 6 (the day with an unknown left out): means 2.5 and 4, covariance sum 6, variance sums 5 and 8.
        double[] own = [2, 4, Unknown, 4, 6];
        double[] others = [1, 2, 100, 3, 4];

        SeriesStatistics.Beta(own, others, 5)!.Value.ShouldBe(1.2, 1e-9);
        SeriesStatistics.Correlation(own, others, 5)!.Value.ShouldBe(0.948683, 1e-6);
        SeriesStatistics.Beta([Unknown, Unknown, 1, 2, 3], others, 5).ShouldBeNull();
        SeriesStatistics.Correlation([1, 1, 1], [1, 2, 3], 3).ShouldBeNull();
    }

    [Fact]
    public void Illiquidity_IsMeanReturnForEachMillionTraded()
    {
        // Returns of +10 % and −5 % on 2 and 5 millions: 5 and 1, mean 3.
        SeriesStatistics.Illiquidity([Math.Log(1.1), Math.Log(0.95)], [2e6, 5e6], 2)!.Value.ShouldBe(3, 1e-9);
        SeriesStatistics.Illiquidity([Math.Log(1.1)], [0], 1).ShouldBeNull();
    }
}
