using FsCheck;
using FsCheck.Fluent;
using MarketData.Caching;

namespace MarketData.Tests.Caching;

public sealed class MemoryLayerTests
{
    private const int Budget = 16 * 1024;

    [Fact]
    public void Put_AnyOrder_StaysWithinTheBudgetAndGivesTheLastOne()
    {
        var step = from key in Gen.Choose(0, 20)
                   from length in Gen.Choose(0, 3000)
                   from isRead in Gen.Elements(true, false)
                   select (Key: $"k{key}", Length: length, IsRead: isRead);

        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var memory = new MemoryLayer(Budget);
            var last = new Dictionary<string, CacheEntry>();
            foreach (var (key, length, isRead) in steps)
            {
                if (!isRead)
                {
                    memory.Put(key, last[key] = Entry(length));
                }
                else if (memory.TryGet(key, out var entry))
                {
                    entry.ShouldBeSameAs(last[key]);
                }

                memory.Bytes.ShouldBeLessThanOrEqualTo(Budget);
                memory.Bytes.ShouldBe(last.Sum(kept => memory.TryGet(kept.Key, out var held) ? held.Answer.Body.Length + MemoryLayer.Overhead : 0));
                memory.Count.ShouldBeLessThanOrEqualTo(Budget / MemoryLayer.Overhead);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Put_NoRoom_LetsGoOfWhatWasNotAskedFor()
    {
        var memory = new MemoryLayer(Budget);
        for (var i = 0; i < 10; i++)
        {
            memory.Put($"k{i}", Entry(1000)).ShouldBe(0);
        }

        memory.TryGet("k0", out _).ShouldBeTrue();
        memory.Put("new", Entry(1000)).ShouldBe(1);

        memory.TryGet("k0", out _).ShouldBeTrue();
        memory.TryGet("k1", out _).ShouldBeFalse();
        memory.TryGet("new", out _).ShouldBeTrue();
    }

    [Fact]
    public void Put_TooLarge_IsNotKeptAndNeitherIsWhatItReplaces()
    {
        var memory = new MemoryLayer(Budget);
        memory.Put("other", Entry(100));
        memory.Put("key", Entry(100));

        memory.Put("key", Entry(Budget));

        memory.TryGet("key", out _).ShouldBeFalse();
        memory.TryGet("other", out _).ShouldBeTrue();
        memory.Bytes.ShouldBe(100 + MemoryLayer.Overhead);
    }

    [Fact]
    public async Task Put_FromManyThreads_StaysWithinTheBudget()
    {
        var memory = new MemoryLayer(Budget);

        await Parallel.ForAsync(0, 20_000, (i, _) =>
        {
            memory.Put($"k{i % 50}", Entry(i % 1500));
            memory.TryGet($"k{i % 7}", out var _);
            memory.Bytes.ShouldBeLessThanOrEqualTo(Budget + 1500 + MemoryLayer.Overhead);
            return ValueTask.CompletedTask;
        });

        memory.Bytes.ShouldBeLessThanOrEqualTo(Budget);
        memory.Bytes.ShouldBe(Enumerable.Range(0, 50).Sum(i => memory.TryGet($"k{i}", out var held) ? held.Answer.Body.Length + MemoryLayer.Overhead : 0));
    }

    private static CacheEntry Entry(int length) =>
        new(new CachedAnswer(new byte[length], 0, null), 0, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
}
