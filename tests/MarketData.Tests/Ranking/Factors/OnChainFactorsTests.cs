using MarketData.Ranking.Factors;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Ranking.Factors;

public sealed class OnChainFactorsTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(Make.Now.UtcDateTime);

    private readonly DailyHistory _history = new(Today);

    [Fact]
    public void Fees_KnownInUnitsOnly_AreWorthTheCloseOfTheirDay()
    {
        _history.Put(1, Today.AddDays(-2), 20m, null, null);
        _history.Put(1, Today, 50m, null, null);
        _history.Put(1, Today.AddDays(-2), "fees", 3m);

        ValueOf("fees").ShouldBe(60);
    }

    [Fact]
    public void Fees_KnownInDollarsToo_AreThose()
    {
        _history.Put(1, Today.AddDays(-2), 20m, null, null);
        _history.Put(1, Today.AddDays(-2), "fees", 3m);
        _history.Put(1, Today.AddDays(-2), "fees_usd", 61m);

        ValueOf("fees").ShouldBe(61);
    }

    [Fact]
    public void TransferVolume_AdjustedThatHasEnded_IsTheOtherForAllDays()
    {
        for (var age = 1; age < 60; age++)
        {
            _history.Put(1, Today.AddDays(-age), "transfer_volume_usd", 200m);
            if (age > 20)
            {
                _history.Put(1, Today.AddDays(-age), "transfer_volume_adjusted_usd", 100m);
            }
        }

        ValueOf("transfer_volume").ShouldBe(200);
        ValueOf("transfer_volume_growth_30d").ShouldBe(0);
    }

    [Theory]
    [InlineData(6, 5.0)]
    [InlineData(7, null)]
    public void ActiveAddresses_OfDaysAgo_AreTheLatestForAWeek(int age, double? expected)
    {
        _history.Put(1, Today.AddDays(-age), "active_addresses", 5m);

        ValueOf("active_addresses").ShouldBe(expected);
    }

    [Fact]
    public void Metrics_TheNextDay_MoveOn()
    {
        _history.Put(1, Today.AddDays(-6), "active_addresses", 5m);

        _history.Observe(MakeSnapshot.Builder(null, "coingecko").Build(
            new(MakeSnapshot.State((Make.Asset(1, "bitcoin"), [Make.Quote(asOf: Make.Now.AddDays(1))]))), Make.Now.AddDays(1), 0));

        ValueOf("active_addresses").ShouldBeNull();
    }

    private double? ValueOf(string factor)
    {
        var columns = MakeColumns.Of(MakeSnapshot.Of(MakeSnapshot.State((Make.Asset(1, "bitcoin"), [Make.Quote() with { MarketCap = 100 }]))), _history);
        return double.IsNaN(columns[factor][0]) ? null : columns[factor][0];
    }
}
