using MarketData.Access.Keys;
using MarketData.Access.Limits;

namespace MarketData.Tests.Access.Limits;

public sealed class MonthlyUsageTests
{
    private static readonly DateTimeOffset November = new(2026, 11, 30, 23, 59, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset December = November.AddSeconds(1);

    private readonly MonthlyUsage _usage = new();

    [Fact]
    public void TryCount_BeyondTheLimit_IsRefusedUntilTheMonthTurns()
    {
        Enumerable.Range(0, 20).Count(_ => _usage.TryCount(10, November)).ShouldBe(10);
        _usage.TryCount(10, December).ShouldBeTrue();
        _usage.CountAt(December).ShouldBe(1);
    }

    [Fact]
    public void TryCount_WithoutALimit_Counts()
    {
        Enumerable.Range(0, 20).Count(_ => _usage.TryCount(0, November)).ShouldBe(20);
        _usage.CountAt(November).ShouldBe(20);
    }

    [Fact]
    public void Load_AfterARestart_CountsOn()
    {
        _usage.Load("2026-11", 9, November);

        _usage.TryCount(10, November).ShouldBeTrue();
        _usage.TryCount(10, November).ShouldBeFalse();
        _usage.TakePending("k", November).ShouldBe([new KeyUse("k", "2026-11", 1)]);
    }

    [Fact]
    public void Stored_ByUsAndOthers_KeepsWhatCameMeanwhile()
    {
        Count(3);
        var use = _usage.TakePending("k", November).Single();
        Count(2);

        _usage.Stored(use, 100);

        _usage.CountAt(November).ShouldBe(102);
        _usage.TakePending("k", November).ShouldBe([new KeyUse("k", "2026-11", 2)]);
    }

    [Fact]
    public void TakePending_OfAnUnansweredWrite_IsGivenAgain()
    {
        Count(3);
        _ = _usage.TakePending("k", November);

        _usage.TakePending("k", November).ShouldBe([new KeyUse("k", "2026-11", 3)]);
    }

    [Fact]
    public void TakePending_AfterTheMonthTurned_GivesBothMonths()
    {
        Count(3);
        _usage.TryCount(0, December);

        var uses = _usage.TakePending("k", December).ToList();
        uses.ShouldBe([new KeyUse("k", "2026-11", 3), new KeyUse("k", "2026-12", 1)]);
        uses.ForEach(use => _usage.Stored(use, 50));

        _usage.TakePending("k", December).ShouldBeEmpty();
        _usage.CountAt(December).ShouldBe(50);
    }

    [Fact]
    public void EndOf_LastMoment_IsTheNextMonth()
    {
        MonthlyUsage.EndOf(November).ShouldBe(December);
        MonthlyUsage.NameOf(November).ShouldBe("2026-11");
    }

    private void Count(int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            _usage.TryCount(0, November).ShouldBeTrue();
        }
    }
}
