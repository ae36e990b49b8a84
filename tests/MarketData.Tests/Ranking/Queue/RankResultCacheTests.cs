using MarketData.Ranking;
using MarketData.Ranking.Queue;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Ranking.Queue;

public sealed class RankResultCacheTests
{
    private readonly RankResultCache _cache = new(Options.Create(new RankingOptions { CacheBytes = 100 }));

    [Fact]
    public void Put_BeyondTheBudget_LetsTheLongestUnusedGo()
    {
        _cache.Put("a", new byte[40]);
        _cache.Put("b", new byte[40]);
        _cache.Find("a").ShouldNotBeNull();
        _cache.Put("c", new byte[40]);

        _cache.Find("b").ShouldBeNull();
        _cache.Find("a").ShouldNotBeNull();
        _cache.Find("c").ShouldNotBeNull();
        _cache.Bytes.ShouldBe(80);
    }

    [Fact]
    public void Put_Again_ReplacesAndCountsOnce()
    {
        _cache.Put("a", new byte[40]);
        _cache.Put("a", new byte[60]);

        _cache.Find("a")!.Length.ShouldBe(60);
        _cache.Bytes.ShouldBe(60);
    }

    [Fact]
    public void Put_MoreThanTheBudget_HoldsNothing()
    {
        _cache.Put("a", new byte[101]);

        _cache.Find("a").ShouldBeNull();
        _cache.Bytes.ShouldBe(0);
    }
}
