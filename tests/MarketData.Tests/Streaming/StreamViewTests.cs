using System.Text;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Streaming;
using MarketData.Tests.Snapshots;
using Microsoft.AspNetCore.Http;

namespace MarketData.Tests.Streaming;

public sealed class StreamViewTests
{
    private long _version;

    [Fact]
    public void ChangesAfter_NothingChanged_IsEmpty()
    {
        var log = Log(100, Market(("a", 1m, 5m)), Market(("a", 1m, 5m)));

        log.Current!.ChangesAfter(1, Query("")).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void ChangesAfter_SeveralSnapshots_GivesEachAssetOnceAndCountsTheRest()
    {
        var log = Log(
            100,
            Market(("a", 1m, 5m), ("b", 1m, 4m)),
            Market(("a", 2m, 5m), ("b", 1m, 4m)),
            Market(("a", 3m, 5m), ("b", 2m, 4m)),
            Market(("a", 4m, 5m), ("b", 2m, 4m)));

        var changes = log.Current!.ChangesAfter(1, Query(""));

        IdsOf(log, changes).ShouldBe(["a", "b"], ignoreOrder: true);
        changes.Skipped.ShouldBe(2);
        IdsOf(log, log.Current.ChangesAfter(3, Query(""))).ShouldBe(["a"]);
        log.Current.ChangesAfter(4, Query("")).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void ChangesAfter_OfFieldsThatDidNotChange_IsEmpty()
    {
        var log = Log(100, Market(("a", 1m, 5m)), Market(("a", 2m, 5m)));

        IdsOf(log, log.Current!.ChangesAfter(1, Query("fields=price"))).ShouldBe(["a"]);
        log.Current.ChangesAfter(1, Query("fields=market_cap,id")).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void ChangesAfter_AssetThatChangesItsTier_LeavesTheOneAndComesIntoTheOther()
    {
        var log = Log(100, Market(("a", 1m, 20_000_000_000m), ("b", 1m, 30_000_000_000m)), Market(("a", 1m, 5_000_000_000m), ("b", 1m, 30_000_000_000m)));
        var view = log.Current!;

        var ofLarge = view.ChangesAfter(1, Query("tier=large&fields=price"));
        var ofMid = view.ChangesAfter(1, Query("tier=mid&fields=price"));

        (IdsOf(log, ofLarge), ofLarge.Left).ShouldBe(([], ["a"]), Comparer);
        (IdsOf(log, ofMid), ofMid.Left).ShouldBe((["a"], []), Comparer);
        view.ChangesAfter(1, Query("ids=b&tier=large&fields=price")).IsEmpty.ShouldBeTrue();
        view.ChangesAfter(1, Query("ids=a&tier=large")).Left.ShouldBe(["a"]);
    }

    [Fact]
    public void ChangesAfter_NewRateOfTheCurrency_IsAChangeOfAllAmounts()
    {
        var log = Log(100, Market(0.9m, ("a", 1m, 5m), ("b", 1m, 4m)), Market(0.8m, ("a", 1m, 5m), ("b", 1m, 4m)));
        var view = log.Current!;

        IdsOf(log, view.ChangesAfter(1, Query("vs=eur&fields=price"))).ShouldBe(["a", "b"]);
        view.ChangesAfter(1, Query("vs=eur&fields=total_supply")).IsEmpty.ShouldBeTrue();
        view.ChangesAfter(1, Query("vs=usd&fields=price")).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void ChangesAfter_AssetThatWasNotThere_IsAChange()
    {
        var log = Log(100, Market(("a", 1m, 5m)), Market(("a", 1m, 5m), ("b", 1m, 4m)));

        IdsOf(log, log.Current!.ChangesAfter(1, Query("ids=b,a"))).ShouldBe(["b"]);
        IdsOf(log, log.Current.ChangesAfter(1, Query("fields=price"))).ShouldBe(["b"]);
    }

    [Fact]
    public void ReachesBackTo_WhatIsKept_DependsOnTheCapacity()
    {
        var log = Log(2, Market(("a", 1m, 5m)), Market(("a", 2m, 5m)), Market(("a", 3m, 5m)), Market(("a", 4m, 5m)));

        Enumerable.Range(0, 6).Select(version => log.Current!.ReachesBackTo(version)).ShouldBe([false, false, true, true, true, false]);
    }

    [Fact]
    public void Row_WithFields_IsEncodedOnceForAllWhoWantItSo()
    {
        var log = Log(100, Market(("a", 1.50m, 5m)));
        var view = log.Current!;

        var first = view.Row(0, Query("fields=price"), Currency.UsDollar);
        var second = view.Row(0, Query("fields=id,price"), Currency.UsDollar);

        Encoding.UTF8.GetString(first).ShouldBe("""{"id":"a","price":1.50}""");
        (first == second).ShouldBeTrue("Spans are equal where they are of the same memory.");
    }

    private static EqualityComparer<(string[], IReadOnlyList<string>)> Comparer { get; } = EqualityComparer<(string[], IReadOnlyList<string>)>.Create(
        (left, right) => left.Item1.SequenceEqual(right.Item1) && left.Item2.SequenceEqual(right.Item2));

    private static ChangeLog Log(int capacity, params MarketSnapshot[] snapshots)
    {
        var log = new ChangeLog(capacity);
        foreach (var snapshot in snapshots)
        {
            log.Add(snapshot);
        }

        return log;
    }

    private static string[] IdsOf(ChangeLog log, PendingChanges changes) =>
        [.. changes.Rows.Select(number => log.Current!.Snapshot.Rows[number].Asset.Slug)];

    private static StreamQuery Query(string text)
    {
        var parameters = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(text);
        var (query, problems) = RequestQuery.Read(new QueryContract(StreamQuery.Parameters), new QueryCollection(parameters));
        problems.ShouldBeEmpty();
        var state = MakeSnapshot.State((Make.Asset(1, "a"), [Make.Quote()])) with { FxRates = [Rate(0.9m)] };
        return StreamQuery.Read(query, MakeSnapshot.Of(state), out _)!;
    }

    private static FxRate Rate(decimal unitsPerUsd) => new("eur", "Euro", CurrencyKind.Fiat, unitsPerUsd, "coingecko", Make.Now, Make.Now);

    private MarketSnapshot Market(params (string Slug, decimal Price, decimal MarketCap)[] assets) => Market(0.9m, assets);

    /// <summary>A snapshot, whose version is one more than that of the one before.</summary>
    private MarketSnapshot Market(decimal eurosPerDollar, params (string Slug, decimal Price, decimal MarketCap)[] assets)
    {
        var quotes = assets.Select(asset => (Make.Asset(asset.Slug[0], asset.Slug), new[] { Make.Quote(asset.Price) with { MarketCap = asset.MarketCap } }));
        var state = MakeSnapshot.State([.. quotes]) with { FxRates = [Rate(eurosPerDollar)] };
        return MakeSnapshot.Builder(null, "coingecko").Build(new MarketData.Ingestion.MarketBook(state), DateTimeOffset.FromUnixTimeMilliseconds(0), _version++);
    }
}
