using MarketData.Caching;

namespace MarketData.Tests.Caching;

public sealed class DataVersionTests
{
    [Fact]
    public void Heard_LowerOrHigher_OnlyRises()
    {
        var version = new DataVersion();
        version.Heard(7);
        version.Heard(3);
        version.Current.ShouldBe(7);

        version.Advance();

        version.Current.ShouldBe(8);
    }

    [Fact]
    public void Advance_BeforeTheLastOneWasTold_LeavesTheNewestToTell()
    {
        var version = new DataVersion();
        version.Advance();
        version.Advance();

        version.ToTell.TryRead(out var toTell).ShouldBeTrue();
        toTell.ShouldBe(2);
        version.ToTell.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Heard_FromManyThreads_EndsAtTheHighest()
    {
        var version = new DataVersion();

        await Parallel.ForAsync(1, 50_001, (i, _) =>
        {
            version.Heard(i);
            return ValueTask.CompletedTask;
        });

        version.Current.ShouldBe(50_000);
    }
}
