using MarketData.Markets;

namespace MarketData.IntegrationTests.Database;

public abstract partial class MarketStoreContract
{
    [Fact]
    public async Task AddPricePointsAsync_TwoOfOneSlot_KeepsTheNewer()
    {
        var slot = PricePoint.SlotOf(Some.Time);
        var newer = Some.Point(Bitcoin.Id, slot.AddSeconds(200), 2m);
        await Store.AddPricePointsAsync([newer, Some.Point(Bitcoin.Id, slot.AddSeconds(100), 1m)], CancellationToken.None);

        await Store.AddPricePointsAsync([Some.Point(Bitcoin.Id, slot.AddSeconds(150), 3m)], CancellationToken.None);

        Text(await Points(Bitcoin.Id)).ShouldBe(Text([newer]));
    }

    [Fact]
    public async Task AddPricePointsAsync_NewerOfAStoredSlot_ReplacesItWhole()
    {
        var slot = PricePoint.SlotOf(Some.Time);
        await Store.AddPricePointsAsync([Some.Point(Bitcoin.Id, slot, 1m)], CancellationToken.None);
        var newer = Some.Point(Bitcoin.Id, slot.AddSeconds(1), 2m, "a,b") with { MarketCap = null, Volume24h = 5.0m };

        await Store.AddPricePointsAsync([newer], CancellationToken.None);

        Text(await Points(Bitcoin.Id)).ShouldBe(Text([newer]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(998)]
    public async Task AddPricePointsAsync_OneOfAThousandSlotsIsTaken_AddsTheOthersAndMergesThatOne(int taken)
    {
        var slot = PricePoint.SlotOf(Some.Time);
        PricePoint[] points = [.. Enumerable.Range(0, 999).Select(i => Some.Point(Bitcoin.Id, slot.AddMinutes(5 * i), i + 1))];
        await Store.AddPricePointsAsync([points[taken] with { AsOf = points[taken].AsOf.AddSeconds(9), Price = 7777m }], CancellationToken.None);

        await Store.AddPricePointsAsync(points, CancellationToken.None);

        var stored = await Store.GetPricePointsAsync(Bitcoin.Id, slot, slot.AddDays(30), 2000, CancellationToken.None);
        stored.Select(point => point.Price).ShouldBe(points.Select((point, i) => i == taken ? 7777m : point.Price));
    }

    [Fact]
    public async Task AddPricePointsAsync_YearsApart_AreAllStored()
    {
        PricePoint[] points = [.. Enumerable.Range(0, 30).Select(i => Some.Point(Bitcoin.Id, Some.Time.AddMonths(-7 * i), i + 1))];

        await Store.AddPricePointsAsync(points, CancellationToken.None);

        var stored = await Store.GetPricePointsAsync(Bitcoin.Id, Some.Time.AddYears(-30), Some.Time.AddYears(1), 100, CancellationToken.None);
        Text(stored).ShouldBe(Text(points.Reverse()));
    }

    [Fact]
    public async Task AddPricePointsAsync_FromManyAtOnceIntoNewMonths_AllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Store.AddPricePointsAsync(
            [.. Enumerable.Range(0, 12).Select(month => Some.Point(Bitcoin.Id, Some.Time.AddMonths(-month).AddMinutes(5 * i)))],
            CancellationToken.None)));

        (await _test.CountAsync("price_point")).ShouldBe(120);
    }

    [Fact]
    public async Task GetPricePointsAsync_Range_IncludesItsStartAndExcludesItsEnd()
    {
        var start = new DateTimeOffset(2026, 1, 31, 23, 50, 0, TimeSpan.Zero);
        await Store.AddPricePointsAsync(
            [.. Enumerable.Range(0, 6).Select(i => Some.Point(Bitcoin.Id, start.AddMinutes(5 * i), i + 1)), Some.Point(Dust.Id, start)],
            CancellationToken.None);

        var points = await Store.GetPricePointsAsync(Bitcoin.Id, start.AddMinutes(5), start.AddMinutes(20), 100, CancellationToken.None);

        points.Select(point => point.At).ShouldBe([start.AddMinutes(5), start.AddMinutes(10), start.AddMinutes(15)]);
    }

    [Fact]
    public async Task GetPricePointsAsync_MoreThanTheLimit_GivesTheOldest()
    {
        await Store.AddPricePointsAsync(
            [.. Enumerable.Range(0, 6).Select(i => Some.Point(Bitcoin.Id, Some.Time.AddMinutes(5 * i), i + 1))], CancellationToken.None);

        var points = await Store.GetPricePointsAsync(Bitcoin.Id, Some.Time.AddDays(-1), Some.Time.AddDays(1), 2, CancellationToken.None);

        points.Select(point => point.Price).ShouldBe([1m, 2m]);
    }

    [Fact]
    public async Task CommitAsync_RatesOfSeveralPolls_LoadsTheLatestAndKeepsAll()
    {
        FxRate Rate(string currency, int minutes, decimal units) =>
            new(currency, currency, CurrencyKind.Fiat, units, "ecb", null, Some.Time.AddMinutes(minutes));

        await CommitAsync(Some.Commit() with { FxRates = [Rate("eur", 0, 0.90m), Rate("jpy", 0, 150m)] });
        await CommitAsync(Some.Commit() with { FxRates = [Rate("eur", 10, 0.9100m)] });
        await CommitAsync(Some.Commit() with { FxRates = [Rate("eur", 5, 0.80m)] });

        Text((await LoadAsync()).FxRates).ShouldBe(Text([Rate("eur", 10, 0.9100m), Rate("jpy", 0, 150m)]));
        (await _test.CountAsync("fx_rate")).ShouldBe(4);
    }

    [Fact]
    public async Task CommitAsync_OlderRateOfAStoredSlot_ChangesNothing()
    {
        var slot = PricePoint.SlotOf(Some.Time);
        var newer = new FxRate("eur", "Euro", CurrencyKind.Fiat, 0.91m, "a", null, slot.AddSeconds(20));
        await CommitAsync(Some.Commit() with { FxRates = [newer] });

        await CommitAsync(Some.Commit() with { FxRates = [newer with { UnitsPerUsd = 0.5m, ReceivedAt = slot.AddSeconds(10) }] });

        Text((await LoadAsync()).FxRates).ShouldBe(Text([newer]));
    }

    [Fact]
    public async Task CommitAsync_SentimentForTheSameTime_ReplacesTheStoredOne()
    {
        var yesterday = new SentimentPoint("alternative", Some.Time.AddDays(-1), 80, "Greed", Some.Time);
        var today = new SentimentPoint("alternative", Some.Time, 20, "Fear", Some.Time);
        await CommitAsync(Some.Commit() with { Sentiments = [yesterday, today] });

        await CommitAsync(Some.Commit() with { Sentiments = [today with { Value = 30 }] });

        Text((await LoadAsync()).Sentiments).ShouldBe(Text([today with { Value = 30 }]));
        (await _test.CountAsync("sentiment_point")).ShouldBe(2);
    }

    [Fact]
    public async Task CommitAsync_OlderValueLocked_ChangesNothing()
    {
        var stored = new AssetTvl(Bitcoin.Id, "defillama", 100.0m, Some.Time);
        await CommitAsync(Some.Commit() with { Tvls = [stored] });

        await CommitAsync(Some.Commit() with { Tvls = [stored with { Tvl = 1m, ReceivedAt = Some.Time.AddSeconds(-1) }] });

        Text((await LoadAsync()).Tvls).ShouldBe(Text([stored]));
    }
}
