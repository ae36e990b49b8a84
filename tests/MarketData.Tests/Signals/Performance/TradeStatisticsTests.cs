using MarketData.Signals.Performance;

namespace MarketData.Tests.Signals.Performance;

public sealed class TradeStatisticsTests
{
    /// <summary>Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilson_PublishedTable_IsMet(int hits, int count, double low, double high)
    {
        var interval = TradeStatistics.Wilson(hits, count)!.Value;

        interval.Low.ShouldBe(low, 0.000051);
        interval.High.ShouldBe(high, 0.000051);
    }

    [Fact]
    public void Wilson_Nothing_IsNull() => TradeStatistics.Wilson(0, 0).ShouldBeNull();

    [Theory]
    [InlineData(new double[0], null)]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 1.0, 2, 9 }, 2.0)]
    [InlineData(new[] { 1.0, 2, 4, 9 }, 3.0)]
    public void Median_Sorted_IsTheMiddle(double[] values, double? median) => TradeStatistics.Median(values).ShouldBe(median);

    [Fact]
    public void BootstrapMean_SameTrades_IsTheSameEveryTimeAndHoldsTheMean()
    {
        var random = new Random(5);
        var trades = Enumerable.Range(0, 4_000).Select(i => (new DateOnly(2014, 1, 1).AddDays(i), random.NextDouble() - 0.4)).ToList();
        var mean = trades.Average(trade => trade.Item2);

        var interval = TradeStatistics.BootstrapMean(trades, 3)!.Value;

        interval.ShouldBe(TradeStatistics.BootstrapMean(trades, 3)!.Value);
        interval.Low.ShouldBeLessThan(mean);
        interval.High.ShouldBeGreaterThan(mean);

        // Independent trades: the interval of the normal distribution, mean ± 1.96 × s ÷ √n, is 0.018 wide.
        (interval.High - interval.Low).ShouldBe(0.018, 0.004);
    }

    [Fact]
    public void BootstrapMean_TradesOfAMonthThatMoveTogether_AreOneDraw()
    {
        // 4 months of 100 equal trades each: as good as 4 trades, and no 400.
        var trades = Enumerable.Range(0, 400).Select(i => (new DateOnly(2024, 1 + (i / 100), 1), i / 100 % 2 == 0 ? 1.0 : -1.0)).ToList();

        var interval = TradeStatistics.BootstrapMean(trades, 1)!.Value;

        (interval.Low, interval.High).ShouldBe((-1.0, 1.0));
    }

    [Fact]
    public void BootstrapMean_OneMonth_IsNull() =>
        TradeStatistics.BootstrapMean([(new DateOnly(2024, 1, 1), 1), (new DateOnly(2024, 1, 9), 2)], 1).ShouldBeNull();
}
