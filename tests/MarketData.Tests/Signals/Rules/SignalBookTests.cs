using MarketData.Signals.Rules;
using MarketData.Snapshots;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Signals.Rules;

public sealed class SignalBookTests
{
    private const int Days = 320;
    private readonly MemoryCandleStore _store = new();

    [Fact]
    public async Task CloseAsync_DayByDay_IsWhatReadingAllAtOnceGives()
    {
        var market = MakeSnapshot.Of(MakeSnapshot.State(Enumerable.Range(1, 12).Select(id => (Make.Asset(id, $"asset-{id}"), Array.Empty<MarketData.Markets.Quote>())).ToArray()));
        foreach (var id in Enumerable.Range(1, 12))
        {
            // The last asset begins while the others are under way.
            _store.Put(MakeDays.Random(id, Days, id).Where(day => id < 12 || day.OpenTime > SignalBook.TimeOf(MakeDays.First.AddDays(290))));
        }

        var (carried, _) = await ReadAsync(280);
        foreach (var day in new[] { 281, 282, 290, 318 })
        {
            await carried.CloseAsync(_store, MakeDays.First.AddDays(day), CancellationToken.None);
        }

        var (read, _) = await ReadAsync(318);
        var expected = SignalBoard.Compute(market, read).All;
        SignalBoard.Compute(market, carried).All.ShouldBe(expected);
        expected.Count.ShouldBeGreaterThan(90);
        expected.Select(signal => signal.Position.IsLong).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Observe_OpenDay_IsProvisionalAndDecidesNothing()
    {
        _store.Put(MakeDays.OfCloses([.. Enumerable.Repeat(100m, 40)]));
        var (book, _) = await ReadAsync(39);

        book.Observe(MarketAt(40, 130m));
        var signal = Breakout(MarketAt(40, 130m), book);
        signal.Position.IsLong.ShouldBeFalse();
        signal.Provisional!.Value.IsLong.ShouldBeTrue();

        // Back again before the day is over: nothing has happened.
        book.Observe(MarketAt(40, 99m));
        Breakout(MarketAt(40, 99m), book).Provisional!.Value.IsLong.ShouldBeFalse();
        Breakout(MarketAt(40, 99m), book).Position.ShouldBe(new RulePosition(true, false, null, null));
    }

    [Fact]
    public async Task Observe_PriceOfAnotherDay_IsNoPartOfTheOpenOne()
    {
        _store.Put(MakeDays.OfCloses([.. Enumerable.Repeat(100m, 40)]));
        var (book, _) = await ReadAsync(39);

        book.Observe(MarketAt(39, 130m));
        book.Observe(MarketAt(41, 130m));

        Breakout(MarketAt(41, 130m), book).Provisional.ShouldBeNull();
    }

    [Fact]
    public async Task Compute_NoCandleForMoreThanAWeek_SaysNothing()
    {
        _store.Put(MakeDays.OfCloses([.. Enumerable.Repeat(100m, 40)]));
        var market = MarketAt(39, 100m);

        SignalBoard.Compute(market, (await ReadAsync(46)).Book).All.ShouldNotBeEmpty();
        SignalBoard.Compute(market, (await ReadAsync(47)).Book).All.ShouldBeEmpty();
    }

    private static MarketSnapshot MarketAt(int day, decimal price) => MakeSnapshot.Of(
        MakeSnapshot.State((Make.Asset(1, "bitcoin"), [Make.Quote(price, asOf: SignalBook.TimeOf(MakeDays.First.AddDays(day)).AddHours(5))])));

    private static Signal Breakout(MarketSnapshot market, SignalBook book) =>
        SignalBoard.Compute(market, book).All.Single(signal => SignalRules.All[signal.Rule].Name == "donchian-breakout");

    private Task<(SignalBook Book, MarketData.Signals.Performance.PerformanceBoard Performance)> ReadAsync(int closedDay) =>
        SignalBook.ReadAsync(_store, MakeDays.First.AddDays(closedDay), CancellationToken.None);
}
