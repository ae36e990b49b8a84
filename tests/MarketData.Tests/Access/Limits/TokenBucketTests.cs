using MarketData.Access.Limits;

namespace MarketData.Tests.Access.Limits;

public sealed class TokenBucketTests
{
    private const long Start = 1_000_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(600)]
    [InlineData(9_999)]
    [InlineData(1_000_000)]
    public void Take_AtOneMoment_GrantsExactlyTheLimit(int perMinute)
    {
        var bucket = new TokenBucket();

        Enumerable.Range(0, perMinute + 100).Count(_ => bucket.Take(perMinute, Start).IsGranted).ShouldBe(perMinute);
    }

    [Fact]
    public async Task Take_FromManyThreads_GrantsExactlyTheLimit()
    {
        var bucket = new TokenBucket();

        var granted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 10_000).Count(_ => bucket.Take(10_000, Start).IsGranted))));

        granted.Sum().ShouldBe(10_000);
    }

    [Fact]
    public void Take_EmptyBucket_SaysWhenTheNextOneIsTaken()
    {
        var bucket = new TokenBucket();
        for (var i = 0; i < 60; i++)
        {
            bucket.Take(60, Start);
        }

        var refused = bucket.Take(60, Start + (TimeSpan.TicksPerSecond / 4));

        refused.ShouldBe(new Allowance(false, 0, TimeSpan.FromMilliseconds(750)));
        bucket.Take(60, Start + TimeSpan.TicksPerSecond - 1).IsGranted.ShouldBeFalse();
        bucket.Take(60, Start + TimeSpan.TicksPerSecond).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public void Take_AMinuteAfter_IsFullAndNoFuller()
    {
        var bucket = new TokenBucket();
        bucket.Take(60, Start);

        bucket.Take(60, Start + (10 * TimeSpan.TicksPerMinute)).Remaining.ShouldBe(59);
    }

    [Fact]
    public void Take_OverMinutes_NeverExceedsTheRate()
    {
        var bucket = new TokenBucket();

        var granted = Enumerable.Range(0, 10 * 60 * 10).Count(tenth => bucket.Take(7, Start + (tenth * TimeSpan.TicksPerSecond / 10)).IsGranted);

        // A full bucket, and what comes in the ten minutes less a tenth of a second.
        granted.ShouldBe(7 + 69);
    }

    [Fact]
    public void Return_AToken_CanBeTakenAgain()
    {
        var bucket = new TokenBucket();
        bucket.Take(1, Start);

        bucket.Return(1);

        bucket.IsFull(Start).ShouldBeTrue();
        bucket.Take(1, Start).IsGranted.ShouldBeTrue();
        bucket.Take(1, Start).IsGranted.ShouldBeFalse();
    }

    [Fact]
    public void Remaining_DoesNotTake()
    {
        var bucket = new TokenBucket();
        bucket.Take(10, Start);

        bucket.Remaining(10, Start).ShouldBe(9);
        bucket.Remaining(10, Start).ShouldBe(9);
        bucket.Take(10, Start).Remaining.ShouldBe(8);
    }

    [Fact]
    public void Take_ManyTimes_AllocatesNothing()
    {
        var bucket = new TokenBucket();
        bucket.Take(600, Start);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            bucket.Take(600, Start + i);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
