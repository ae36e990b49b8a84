using MarketData.Ranking.Kernels;
using MarketData.Signals.Models;

namespace MarketData.Tests.Signals.Models;

public sealed class TrackRecordTests
{
    private static readonly DateOnly Newest = new(2026, 3, 1);

    /// <summary>
    /// Ten assets by hand: grades in rising order, returns in the order 2 1 4 3 6 5 8 7 10 9. Every rank is one off: ρ = 1 − 6 Σd² ÷ (n (n² − 1)) =
    /// 1 − 6 × 10 ÷ 990 = 0.93939….
    /// </summary>
    [Fact]
    public void OfDay_WorkedExample_IsWhatIsWorkedOutByHand()
    {
        int[] returns = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9];

        var day = OfDay(Enumerable.Range(0, 10).Select(asset => 10.0 * asset), returns.Select(change => 1 + (change / 100.0)));

        day!.Value.Correlation.ShouldBe(1 - (60 / 990.0), 1e-12);
        day.Value.Pairs.ShouldBe(10);
    }

    [Fact]
    public void OfDay_FewerThanTenPairsOrNothingThatVaries_IsUnknown()
    {
        OfDay(Enumerable.Range(0, 9).Select(asset => (double)asset), Enumerable.Range(0, 9).Select(asset => 1.0 + asset)).ShouldBeNull();
        OfDay(Enumerable.Repeat(50.0, 12), Enumerable.Range(0, 12).Select(asset => 1.0 + asset)).ShouldBeNull();
    }

    /// <summary>0.1, 0.2, 0.3, 0.4 and 0.5: mean 0.3, s = √0.025, t with 4 degrees of freedom 2.776: 0.3 ± 2.776 × √(0.025 ÷ 5) = 0.3 ± 0.1963.</summary>
    [Fact]
    public void Of_FivePeriods_HasTheMeanAndStudentsInterval()
    {
        var days = Enumerable.Range(1, 5).ToDictionary(i => Newest.AddDays(-7 * i), i => new DayCorrelation(i / 10.0, 20));

        var record = TrackRecord.Of(7, Newest, days);

        record.Correlation!.Value.ShouldBe(0.3, 1e-12);
        record.Low!.Value.ShouldBe(0.3 - 0.1963, 0.0002);
        record.High!.Value.ShouldBe(0.3 + 0.1963, 0.0002);
        (record.Periods, record.Observations).ShouldBe((5, 100));
    }

    [Fact]
    public void Of_DaysWhoseReturnsOverlap_AreLeftOut()
    {
        var days = Enumerable.Range(0, 70).ToDictionary(i => Newest.AddDays(-i), i => new DayCorrelation(i % 7 == 0 ? 0.5 : -1, 20));

        var record = TrackRecord.Of(7, Newest, days);

        (record.Correlation, record.Periods).ShouldBe((0.5, 10));
    }

    [Fact]
    public void Of_FewerThanFivePeriods_IsUnknown()
    {
        var days = Enumerable.Range(0, 4).ToDictionary(i => Newest.AddDays(-i), _ => new DayCorrelation(0.5, 20));

        TrackRecord.Of(1, Newest, days).ShouldBe(new TrackRecord(1, null, null, null, 4, 80));
    }

    [Theory]
    [InlineData(4, 2.7764)]
    [InlineData(9, 2.2622)]
    [InlineData(29, 2.0452)]
    [InlineData(1000, 1.9623)]
    public void StudentQuantile_DegreesOfFreedom_IsThatOfTheTables(int degrees, double quantile) =>
        TrackRecord.StudentQuantile(degrees).ShouldBe(quantile, 0.001);

    private static DayCorrelation? OfDay(IEnumerable<double> grades, IEnumerable<double> later) => TrackRecord.OfDay(
        grades.Select((grade, asset) => (grade, asset)).ToDictionary(entry => entry.asset, entry => entry.grade),
        Enumerable.Range(0, 100).ToDictionary(asset => asset, _ => 1.0),
        later.Select((close, asset) => (close, asset)).ToDictionary(entry => entry.asset, entry => entry.close),
        new RankScratch());
}
