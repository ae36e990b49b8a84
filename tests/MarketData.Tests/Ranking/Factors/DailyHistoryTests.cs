using MarketData.Ranking.Factors;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Ranking.Factors;

public sealed class DailyHistoryTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Make.Now.UtcDateTime);

    [Fact]
    public void Observe_SeveralOfADay_KeepsTheLast()
    {
        var history = new DailyHistory(Today);
        history.Observe(At(0, 100));
        history.Observe(At(0, 110));

        history.Of(1).Closes[^1].ShouldBe(110);
        history.Of(1).Closes[^2].ShouldBe(double.NaN);
    }

    [Fact]
    public void Observe_TheNextDay_MovesOnAndKnowsTheReturn()
    {
        var history = new DailyHistory(Today);
        history.Observe(At(0, 100));
        history.Observe(At(1, 110));

        history.Of(1).Closes[^2..].ShouldBe([100, 110]);
        history.Of(1).Returns[^1].ShouldBe(Math.Log(1.1), 1e-12);
    }

    [Fact]
    public void Observe_AfterAGap_HasUnknownDaysBetween()
    {
        var history = new DailyHistory(Today);
        history.Observe(At(0, 100));
        history.Observe(At(3, 110));

        history.Of(1).Closes[^4..].ShouldBe([100, double.NaN, double.NaN, 110]);
        history.Of(1).Returns[^1].ShouldBe(double.NaN);
    }

    [Fact]
    public void Observe_AfterMoreThanAYear_HasForgottenAll()
    {
        var history = new DailyHistory(Today);
        history.Observe(At(0, 100));
        history.Observe(At(400, 110));

        history.Of(1).Closes.Count(double.IsNaN).ShouldBe(AssetDays.Count - 1);
    }

    [Fact]
    public void Observe_AFigureOfYesterday_IsYesterdaysClose()
    {
        var snapshot = MakeSnapshot.Builder(null, "coingecko").Build(
            new(MakeSnapshot.State((Make.Asset(1, "bitcoin"), [Make.Quote(100, asOf: Make.Now.AddDays(-1))]))), Make.Now, 0);
        var history = new DailyHistory(Today);
        history.Observe(snapshot);

        history.Of(1).Closes[^2..].ShouldBe([100, double.NaN]);
    }

    private static MarketData.Snapshots.MarketSnapshot At(int days, decimal price) => MakeSnapshot.Builder(null, "coingecko").Build(
        new(MakeSnapshot.State((Make.Asset(1, "bitcoin"), [Make.Quote(price, asOf: Make.Now.AddDays(days))]))), Make.Now.AddDays(days), 0);
}
