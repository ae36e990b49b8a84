using MarketData.Assets;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Ingestion.Sources.Sample;
using MarketData.Markets;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Ingestion.Sources.Sample;

public sealed class SampleSourceTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private static readonly SeedCatalog Seed = SeedCatalog.Load();
    private static readonly SampleUniverse Universe = SampleUniverse.Load();

    /// <summary>Keeps the tests short: some twenty assets, among them stablecoins, memes, followers and unknown supplies.</summary>
    private static readonly SampleUniverse Some = new(
    [
        .. Universe.Assets.Where((asset, index) => index < 4
            || index % 40 == 0
            || asset.CirculatingSupply is null
            || asset.Id is "pax-gold" or "tether-gold" or "turbo" or "staked-ether"),
    ]);

    private readonly ManualTime _time = new() { Now = new DateTimeOffset(2026, 11, 22, 15, 30, 7, 250, TimeSpan.Zero) };

    [Fact]
    public async Task FetchAsync_Poll_BringsAllAssetsWithNamesAndNoFailure()
    {
        var source = Source(universe: Universe);

        var batch = await source.FetchAsync(CancellationToken.None);

        source.Name.ShouldBe("sample");
        source.GivesQuotes.ShouldBeTrue();
        source.Interval.ShouldBe(Tick);
        source.Budget.PerMinute.ShouldBeNull();
        batch.ReceivedAt.ShouldBe(_time.Now);
        batch.Requests.ShouldBe(0);
        batch.Failures.ShouldBeEmpty();
        batch.Categories.ShouldBeEmpty();
        batch.Quotes.Count.ShouldBeGreaterThanOrEqualTo(200);
        batch.Quotes.ShouldAllBe(quote => Seed.Find(quote.SourceId)!.Symbol == quote.Symbol && Seed.Find(quote.SourceId)!.Name == quote.Name);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 6)]
    [InlineData(5, 5)]
    [InlineData(3600, 5)]
    public async Task FetchAsync_AnyInterval_AsOfIsTheTickBeforeNow(int intervalSeconds, int expectedSecond)
    {
        var batch = await Source(intervalSeconds).FetchAsync(CancellationToken.None);

        batch.Quotes.ShouldAllBe(quote => quote.AsOf == new DateTimeOffset(2026, 11, 22, 15, 30, expectedSecond, TimeSpan.Zero));
    }

    [Fact]
    public async Task FetchAsync_AfterARestart_QuotesAreTheSame()
    {
        var running = Source();
        for (var tick = 0; tick < 20; tick++)
        {
            await running.FetchAsync(CancellationToken.None);
            _time.Now += Tick;
        }

        var before = await running.FetchAsync(CancellationToken.None);
        var after = await Source().FetchAsync(CancellationToken.None);

        after.Quotes.ShouldBe(before.Quotes);
        after.FxRates.ShouldBe(before.FxRates);
        after.Sentiments[^1].ShouldBe(before.Sentiments[^1]);
    }

    [Fact]
    public async Task FetchAsync_Figures_AgreeWithEachOther()
    {
        var batch = await Source(universe: Universe).FetchAsync(CancellationToken.None);

        foreach (var quote in batch.Quotes)
        {
            var price = quote.Price.Exact!.Value;
            var before = price - quote.PriceChange24h.Exact!.Value;
            quote.MarketCap.Exact.ShouldBe(Cents(price * quote.CirculatingSupply.Exact), quote.SourceId);
            quote.MarketCapChange24h.Exact.ShouldBe(quote.MarketCap.Exact - Cents(before * quote.CirculatingSupply.Exact), quote.SourceId);
            quote.Change24h.Approximate!.Value.ShouldBe((double)((price / before) - 1) * 100, 0.00001, quote.SourceId);
            if (quote.FullyDilutedValuation.Exact is { } valuation)
            {
                valuation.ShouldBe(Cents(price * (quote.TotalSupply.Exact ?? quote.MaxSupply.Exact))!.Value, quote.SourceId);
            }
        }

        static decimal? Cents(decimal? amount) => amount is { } value ? decimal.Round(value, 2, MidpointRounding.AwayFromZero) : null;
    }

    [Fact]
    public async Task FetchAsync_ChangeWindows_AreThoseOfThePath()
    {
        var quote = (await Source().FetchAsync(CancellationToken.None)).Quotes.Single(quote => quote.SourceId == "ethereum");
        var ethereum = new SampleMarket(Universe, 1)["ethereum"];
        var now = quote.AsOf!.Value;

        foreach (var (change, hours) in new[]
        {
            (quote.Change1h, 1), (quote.Change24h, 24), (quote.Change7d, 7 * 24), (quote.Change14d, 14 * 24),
            (quote.Change30d, 30 * 24), (quote.Change200d, 200 * 24), (quote.Change1y, 365 * 24),
        })
        {
            var then = ethereum.PriceAt(now.AddHours(-hours).ToUnixTimeSeconds());
            change.Exact.ShouldBe(decimal.Round(((ethereum.PriceAt(now.ToUnixTimeSeconds()) / then) - 1) * 100, 5));
        }
    }

    [Fact]
    public async Task FetchAsync_UnknownSupplies_StayMissing()
    {
        var batch = await Source(universe: Universe).FetchAsync(CancellationToken.None);

        batch.Quotes.Where(quote => quote.CirculatingSupply.State == SourceNumberState.Missing).ShouldNotBeEmpty();
        batch.Quotes.Where(quote => quote.CirculatingSupply.State == SourceNumberState.Missing)
            .ShouldAllBe(quote => quote.MarketCap.State == SourceNumberState.Missing && quote.MarketCapChangePercentage24h.State == SourceNumberState.Missing);
        batch.Quotes.Count(quote => quote.FullyDilutedValuation.State == SourceNumberState.Missing).ShouldBeInRange(50, 100);
    }

    [Fact]
    public async Task FetchAsync_FxRates_AreSlowAndGoldIsWorthItsToken()
    {
        var source = Source();
        var first = await source.FetchAsync(CancellationToken.None);
        _time.Now += TimeSpan.FromMinutes(20);
        var sameHour = await source.FetchAsync(CancellationToken.None);
        _time.Now += TimeSpan.FromHours(30);
        var nextDay = await source.FetchAsync(CancellationToken.None);

        first.FxRates.Count.ShouldBeGreaterThanOrEqualTo(45);
        first.FxRates.Select(rate => rate.Currency).ShouldBeUnique();
        first.FxRates.ShouldAllBe(rate => rate.UnitsPerUsd > 0 && rate.Source == "sample" && rate.AsOf <= rate.ReceivedAt);
        sameHour.FxRates.Select(rate => rate.UnitsPerUsd).ShouldBe(first.FxRates.Select(rate => rate.UnitsPerUsd));
        foreach (var (now, then) in nextDay.FxRates.Zip(first.FxRates))
        {
            (now.UnitsPerUsd / then.UnitsPerUsd).ShouldBeInRange(0.95m, 1.05m, now.Currency);
        }

        first.FxRates.Count(rate => rate.Kind == CurrencyKind.Commodity).ShouldBe(2);
        var gold = new SampleMarket(Universe, 1)["pax-gold"].PriceAt(first.FxRates[0].AsOf!.Value.ToUnixTimeSeconds());
        (first.FxRates.Single(rate => rate.Currency == "xau").UnitsPerUsd * gold).ShouldBe(1, 0.00001m);
    }

    [Fact]
    public async Task FetchAsync_Tvls_AreOfKnownAssetsWithoutCategories()
    {
        var batch = await Source().FetchAsync(CancellationToken.None);

        batch.Tvls.Count.ShouldBe(Some.Assets.Count(asset => asset.Tvl is not null));
        batch.Tvls.ShouldAllBe(tvl => tvl.Tvl > 0 && tvl.Categories.Count == 0 && Seed.Find(tvl.CoinGeckoId) != null);
    }

    [Fact]
    public async Task FetchAsync_Sentiment_IsOnePerDayAndOnlyTodaysAfterTheFirstPoll()
    {
        var source = Source();

        var first = await source.FetchAsync(CancellationToken.None);
        _time.Now += TimeSpan.FromDays(1);
        var second = await source.FetchAsync(CancellationToken.None);

        first.Sentiments.Select(point => point.At)
            .ShouldBe(Enumerable.Range(0, 91).Select(day => new DateTimeOffset(2026, 8, 24, 0, 0, 0, TimeSpan.Zero).AddDays(day)));
        first.Sentiments.ShouldAllBe(point => point.Value >= 0 && point.Value <= 100 && point.Classification.Length > 0);
        second.Sentiments.Single().At.ShouldBe(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task FetchAsync_FirstPoll_BringsDaysAndHoursOfThePath()
    {
        var source = Source();

        var first = await source.FetchAsync(CancellationToken.None);
        var later = await source.FetchAsync(CancellationToken.None);

        later.History.ShouldBeEmpty();
        var histories = first.History.GroupBy(point => point.SourceId).ToDictionary(group => group.Key, group => group.ToList());
        histories.Count.ShouldBe(first.Quotes.Count);
        var bitcoin = histories["bitcoin"];
        var weekBefore = new DateTimeOffset(2026, 11, 15, 15, 0, 0, TimeSpan.Zero);
        bitcoin[0].At.ShouldBe(new DateTimeOffset(2026, 8, 24, 0, 0, 0, TimeSpan.Zero));
        bitcoin.Where(point => point.At < weekBefore).ShouldAllBe(point => point.At.TimeOfDay == TimeSpan.Zero);
        bitcoin.Count(point => point.At < weekBefore).ShouldBe(84);
        bitcoin.Where(point => point.At >= weekBefore).Select(point => point.At).ShouldBe(Enumerable.Range(0, 169).Select(hour => weekBefore.AddHours(hour)));

        var market = new SampleMarket(Universe, 1);
        foreach (var point in histories.Values.SelectMany(points => new[] { points[0], points[^1] }))
        {
            var ticker = market[point.SourceId];
            var second = point.At.ToUnixTimeSeconds();
            point.Price.ShouldBe(ticker.PriceAt(second));
            point.MarketCap.ShouldBe(ticker.MarketCapAt(second));
            point.Volume24h.ShouldBe(ticker.VolumeAt(second));
        }
    }

    [Fact]
    public async Task FetchAsync_HourAgo_IsAPointOfTheHistory()
    {
        _time.Now = new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero);
        var history = (await Source().FetchAsync(CancellationToken.None)).History;
        _time.Now -= TimeSpan.FromHours(1);

        var quotes = (await Source().FetchAsync(CancellationToken.None)).Quotes;

        history.ShouldAllBe(point => point.At < new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero));
        history.Where(point => point.At == _time.Now).Select(point => point.Price).ShouldBe(quotes.Select(quote => quote.Price.Exact!.Value));
    }

    [Fact]
    public async Task FetchAsync_10000ConsecutiveTicks_EveryQuotePassesTheGate()
    {
        var gate = new GateRun();
        for (var restart = 0; restart < 10; restart++)
        {
            var source = Source();
            for (var tick = 0; tick < 1000; tick++)
            {
                gate.Take(await source.FetchAsync(CancellationToken.None));
                _time.Now += Tick;
            }
        }

        gate.Accepted.ShouldBe(10_000 * Some.Assets.Count);
    }

    [Fact]
    public async Task FetchAsync_RestartsAfterLongBreaks_EveryQuotePassesTheGate()
    {
        const int Restarts = 12;
        var gate = new GateRun();
        for (var restart = 0; restart < Restarts; restart++)
        {
            var source = Source(universe: Universe);
            for (var tick = 0; tick < 3; tick++)
            {
                gate.Take(await source.FetchAsync(CancellationToken.None));
                _time.Now += Tick;
            }

            _time.Now += TimeSpan.FromHours(restart * restart * 20);
        }

        gate.Accepted.ShouldBe(Restarts * 3 * Universe.Assets.Count);
    }

    private SampleSource Source(int intervalSeconds = 5, SampleUniverse? universe = null) => new(
        universe ?? Some, Seed, new SampleOptions { Interval = TimeSpan.FromSeconds(intervalSeconds) }, _time);

    /// <summary>The gate with what a running service would hold; a restart of the source leaves both, as the database would.</summary>
    private sealed class GateRun
    {
        private readonly QualityGate _gate = new(Options.Create(new GateOptions()));
        private readonly Dictionary<string, Quote> _held = [];

        public int Accepted { get; private set; }

        public void Take(SourceBatch batch)
        {
            ClaimedTwiceRule.Find(batch.Quotes).ShouldBeEmpty();
            foreach (var (assetId, raw) in batch.Quotes.Index())
            {
                var held = _held.GetValueOrDefault(raw.SourceId);
                var verdict = _gate.Check(raw, SourceNames.Sample, assetId, held is null ? [] : [held], batch.ReceivedAt);
                if (verdict.Refusals is [var refusal, ..])
                {
                    Assert.Fail($"{raw.SourceId} at {raw.AsOf:O}: {refusal.Reason}");
                }

                _held[raw.SourceId] = verdict.Accepted!;
                Accepted++;
            }
        }
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
