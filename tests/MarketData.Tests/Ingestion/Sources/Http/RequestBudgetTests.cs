using MarketData.Ingestion.Sources.Http;

namespace MarketData.Tests.Ingestion.Sources.Http;

public sealed class RequestBudgetTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 1, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Take_MoreThanTheMinuteAllows_IsRefusedUntilTheOldestIsAMinuteOld()
    {
        var budget = new RequestBudget(2, null, _time);
        budget.Take();
        _time.Advance(TimeSpan.FromSeconds(20));
        budget.Take();

        Should.Throw<SourceFault>(budget.Take).Code.ShouldBe(FaultCode.BudgetExhausted);
        budget.UntilNextSlot.ShouldBe(TimeSpan.FromSeconds(40), tolerance: TimeSpan.FromMilliseconds(100));

        _time.Advance(TimeSpan.FromSeconds(40));
        budget.UntilNextSlot.ShouldBe(TimeSpan.Zero);
        budget.Take();
        Should.Throw<SourceFault>(budget.Take);
    }

    [Fact]
    public void Take_MoreThanTheMonthAllows_IsRefusedUntilTheNextMonthOfUtc()
    {
        var budget = new RequestBudget(null, 3, _time);
        budget.RestoreMonth(2);
        budget.Take();

        Should.Throw<SourceFault>(budget.Take).Code.ShouldBe(FaultCode.BudgetExhausted);
        budget.Current.UsedThisMonth.ShouldBe(3);

        _time.Advance(TimeSpan.FromHours(36));
        budget.Current.UsedThisMonth.ShouldBe(0);
        budget.Take();
        budget.Current.UsedThisMonth.ShouldBe(1);
    }

    [Fact]
    public void RestoreMonth_LessThanCounted_KeepsTheCount()
    {
        var budget = new RequestBudget(null, 10, _time);
        budget.Take();
        budget.Take();
        budget.RestoreMonth(1);

        budget.Current.UsedThisMonth.ShouldBe(2);
    }

    [Fact]
    public void Ban_ShorterThanTheRunningOne_DoesNotShortenIt()
    {
        var budget = new RequestBudget(null, null, _time);
        var until = _time.GetUtcNow() + TimeSpan.FromMinutes(5);
        budget.Ban(TimeSpan.FromMinutes(5));
        budget.Ban(TimeSpan.FromMinutes(1));

        budget.Current.BannedUntil.ShouldBe(until);
        Should.Throw<SourceFault>(budget.Take).Code.ShouldBe(FaultCode.Banned);
        budget.Current.UsedThisMonth.ShouldBe(0);

        _time.Advance(TimeSpan.FromMinutes(5));
        budget.Current.BannedUntil.ShouldBeNull();
        budget.Take();
    }

    [Fact]
    public void Take_OverADay_NeverExceedsAnyMinuteOrTheMonth()
    {
        const int perMinute = 7;
        const int perMonth = 5_000;
        var budget = new RequestBudget(perMinute, perMonth, _time);
        var random = new Random(20260130);
        var taken = new List<DateTimeOffset>();
        for (var second = 0; second < 86_400; second++)
        {
            var month = _time.GetUtcNow().Month;
            for (var wanted = random.Next(3); wanted > 0; wanted--)
            {
                try
                {
                    budget.Take();
                    taken.Add(_time.GetUtcNow());
                }
                catch (SourceFault)
                {
                    // Refused, as it should be.
                }
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            month.ShouldBeOneOf(1, 2);
        }

        taken.GroupBy(at => at.Month).Max(group => group.Count()).ShouldBe(perMonth);
        for (var i = perMinute; i < taken.Count; i++)
        {
            (taken[i] - taken[i - perMinute]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void UntilSpare_HalfOfTheMinuteIsUsed_WaitsUntilLessIs()
    {
        var budget = new RequestBudget(4, null, _time);
        budget.Take();
        budget.UntilSpare(0).ShouldBe(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(20));
        budget.Take();

        budget.UntilSpare(0).ShouldBe(TimeSpan.FromSeconds(40), tolerance: TimeSpan.FromMilliseconds(100));
        budget.Take();
        budget.UntilSpare(0).ShouldBe(TimeSpan.FromSeconds(60), tolerance: TimeSpan.FromMilliseconds(100));
        budget.UntilNextSlot.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void UntilSpare_Unlimited_IsZero()
    {
        var budget = new RequestBudget(null, null, _time);
        budget.Take();

        budget.UntilSpare(1_000_000).ShouldBe(TimeSpan.Zero);
    }

    /// <summary>On 30 January at noon 36 hours of the month are left: 1.5 of 31 days of what is planned.</summary>
    [Theory]
    [InlineData(94, 0)]
    [InlineData(95, 60)]
    public void UntilSpare_Month_KeepsWhatPollsWillStillNeed(int used, int minutes)
    {
        var budget = new RequestBudget(null, 200, _time);
        budget.RestoreMonth(used);

        budget.UntilSpare(31 * 70).ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void UntilSpare_Banned_IsTheRestOfTheBan()
    {
        var budget = new RequestBudget(null, null, _time);
        budget.Ban(TimeSpan.FromHours(7));

        budget.UntilSpare(0).ShouldBe(TimeSpan.FromHours(7));
    }
}
