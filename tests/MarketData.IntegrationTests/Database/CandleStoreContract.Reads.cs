using MarketData.Candles;

namespace MarketData.IntegrationTests.Database;

public abstract partial class CandleStoreContract
{
    [Fact]
    public async Task ReadAsync_BothOrigins_PrefersTheProvider()
    {
        await Candles.PutAsync(
            [Hour(0, 1m), Hour(1, 2m), Hour(1, 20m, CandleOrigin.Provider), Hour(2, 30m, CandleOrigin.Provider), Hour(3, 4m)],
            CancellationToken.None);

        (await ReadAsync(CandleInterval.OneHour)).Select(candle => (candle.Close, candle.Origin)).ShouldBe(
            [(1m, CandleOrigin.Own), (20m, CandleOrigin.Provider), (30m, CandleOrigin.Provider), (4m, CandleOrigin.Own)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ReadAsync_MoreThanTheLimit_GivesTheOldestWhicheverTheirOrigins(int limit)
    {
        await Candles.PutAsync(
            [Hour(0, 1m), Hour(0, 10m, CandleOrigin.Provider), Hour(1, 2m), Hour(2, 3m), Hour(2, 30m, CandleOrigin.Provider), Hour(3, 4m)],
            CancellationToken.None);

        (await ReadAsync(CandleInterval.OneHour, limit)).Select(candle => candle.Close).ShouldBe(new[] { 10m, 2m, 30m }.Take(limit));
        (await ReadAsync(CandleInterval.OneHour, int.MaxValue)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task ReadAsync_Range_IncludesItsStartAndExcludesItsEnd()
    {
        // Over the turn of a month, where one partition ends and the next begins.
        await Candles.PutAsync(
            [.. Enumerable.Range(-3, 6).Select(i => Some.Candle(Bitcoin.Id, CandleInterval.FiveMinutes, Start.AddMonths(1).AddMinutes(5 * i)))],
            CancellationToken.None);
        var turn = Start.AddMonths(1);

        var candles = await ReadAsync(CandleInterval.FiveMinutes, turn.AddMinutes(-5), turn.AddMinutes(10));

        candles.Select(candle => candle.OpenTime).ShouldBe([turn.AddMinutes(-5), turn, turn.AddMinutes(5)]);
        (await ReadAsync(CandleInterval.FiveMinutes, turn, turn)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadAsync_OtherAssetsAndIntervals_AreLeftOut()
    {
        await Candles.PutAsync(
            [Hour(0), Hour(0) with { AssetId = Dust.Id }, Hour(0) with { Interval = CandleInterval.OneDay }], CancellationToken.None);

        Text(await ReadAsync(CandleInterval.OneHour)).ShouldBe(Text([Hour(0)]));
    }

    [Fact]
    public async Task ReadClosesAsync_ManyAssets_GivesTheClosesOfEachInOrderAndPrefersTheProvider()
    {
        await Candles.PutAsync(
            [
                Hour(0, 1m), Hour(2, 3m), Hour(1, 2m), Hour(2, 30m, CandleOrigin.Provider), Hour(1, 5m) with { AssetId = Dust.Id }, Hour(3, 4m),
                Hour(1) with { Interval = CandleInterval.OneDay },
            ],
            CancellationToken.None);

        (await ListAsync(Candles.ReadClosesAsync(CandleInterval.OneHour, Start.AddHours(1), Start.AddHours(3), CancellationToken.None))).ShouldBe(
            ((CandleClose[])[new(Bitcoin.Id, Start.AddHours(1), 2m), new(Bitcoin.Id, Start.AddHours(2), 30m), new(Dust.Id, Start.AddHours(1), 5m)]).OrderBy(close => close.AssetId));
    }

    [Fact]
    public async Task ReadAllAsync_ManyAssets_GivesTheCandlesOfEachInOrderAndPrefersTheProvider()
    {
        await Candles.PutAsync(
            [
                Hour(0, 1m), Hour(2, 3m), Hour(1, 2m), Hour(2, 30m, CandleOrigin.Provider), Hour(1, 5m) with { AssetId = Dust.Id }, Hour(3, 4m),
                Hour(1) with { Interval = CandleInterval.OneDay },
            ],
            CancellationToken.None);

        var candles = await ListAsync(Candles.ReadAllAsync(CandleInterval.OneHour, Start.AddHours(1), Start.AddHours(3), CancellationToken.None));

        candles.Select(candle => (candle.AssetId, candle.OpenTime, candle.Close, candle.Origin)).ShouldBe(
            ((int, DateTimeOffset, decimal, CandleOrigin)[])
            [
                (Bitcoin.Id, Start.AddHours(1), 2m, CandleOrigin.Own), (Bitcoin.Id, Start.AddHours(2), 30m, CandleOrigin.Provider), (Dust.Id, Start.AddHours(1), 5m, CandleOrigin.Own),
            ],
            ignoreOrder: Bitcoin.Id > Dust.Id);
    }

    [Fact]
    public async Task ReadDaysAsync_ManyAssets_GivesTheDaysOfEachInOrderAndTheProvidersWithWhatOnlyOursKnows()
    {
        var own = Day(1, 2m) with { MarketCap = 20.50m, Volume24h = 7m };
        var provider = Day(1, 30m, CandleOrigin.Provider) with { Volume24h = 8m };
        await Candles.PutAsync(
            [Day(0, 1m), own, provider, Day(2, 3m), Day(1, 5m) with { AssetId = Dust.Id }, Day(3, 4m), Hour(30)], CancellationToken.None);

        (await ListAsync(Candles.ReadDaysAsync(Start.AddDays(1), Start.AddDays(3), CancellationToken.None))).ShouldBe(
            ((AssetDay[])
            [
                new(Bitcoin.Id, Start.AddDays(1), 30m, 20.50m, 8m), new(Bitcoin.Id, Start.AddDays(2), 3m, null, null),
                new(Dust.Id, Start.AddDays(1), 5m, null, null),
            ]).OrderBy(day => day.AssetId));
    }

    [Fact]
    public async Task ReadAsync_TimesWithAnOffset_MeanTheSameMoments()
    {
        await PutSeriesAsync(5);
        var offset = TimeSpan.FromHours(5);

        var candles = await ReadAsync(CandleInterval.OneHour, Start.AddHours(1).ToOffset(offset), Start.AddHours(3).ToOffset(offset));

        candles.Select(candle => candle.Close).ShouldBe([2m, 3m]);
        candles.ShouldAllBe(candle => candle.OpenTime.Offset == TimeSpan.Zero);
    }

    [Fact]
    public async Task ReadAsync_LongRange_GivesTheFirstBeforeTheLastIsRead()
    {
        const int Hours = 30_000;
        await PutSeriesAsync(Hours);
        await Test.ScalarAsync("UPDATE candle SET high = '1e40' WHERE open_time = (SELECT MAX(open_time) FROM candle)");
        var read = 0;

        await foreach (var candle in Candles.ReadAsync(
            Bitcoin.Id, CandleInterval.OneHour, Start, Start.AddYears(10), int.MaxValue, CancellationToken.None))
        {
            candle.OpenTime.ShouldBe(Start.AddHours(read++));

            // The row that cannot be held is noticed when it is read: it must not be while most are still to be given.
            if (read < Hours / 2)
            {
                Test.Log.ShouldBeEmpty("The range is read before the first candle is given: memory grows with it.");
            }
        }

        read.ShouldBe(Hours - 1);
        Test.Log.ShouldHaveSingleItem().ShouldContain("high");
    }

    [Fact]
    public async Task ReadAsync_GivenUpOnTheWay_LeavesTheConnectionUsable()
    {
        await PutSeriesAsync(5000);

        await foreach (var candle in Candles.ReadAsync(
            Bitcoin.Id, CandleInterval.OneHour, Start, Start.AddYears(10), int.MaxValue, CancellationToken.None))
        {
            candle.Close.ShouldBe(1m);
            break;
        }

        (await ReadAsync(CandleInterval.OneHour)).Count.ShouldBe(1000);
    }

    [Fact]
    public async Task ReadAsync_CancelledOnTheWay_Stops()
    {
        await PutSeriesAsync(100);
        using var cancellation = new CancellationTokenSource();
        var read = 0;

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var unused in Candles.ReadAsync(
                Bitcoin.Id, CandleInterval.OneHour, Start, Start.AddYears(1), 1000, cancellation.Token))
            {
                read++;
                await cancellation.CancelAsync();
            }
        });

        read.ShouldBeLessThan(100);
        (await ReadAsync(CandleInterval.OneHour)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task ReadAsync_FigureThatNoDecimalHolds_LeavesOutTheCandleAndSaysSo()
    {
        await PutSeriesAsync(3);
        await Test.ScalarAsync("UPDATE candle SET high = '1e40' WHERE close = '2'");

        (await ReadAsync(CandleInterval.OneHour)).Select(candle => candle.Close).ShouldBe([1m, 3m]);
        Test.Log.ShouldHaveSingleItem().ShouldContain("high");
    }

    [Fact]
    public async Task ReadNewestAsync_MoreThanTheLimit_GivesTheNewestOldestFirst()
    {
        await PutSeriesAsync(10);
        await Candles.PutAsync([Hour(8, 90m, CandleOrigin.Provider), Hour(9, 100m, CandleOrigin.Provider)], CancellationToken.None);

        var newest = await Candles.ReadNewestAsync(Bitcoin.Id, CandleInterval.OneHour, Start.AddHours(9), 3, CancellationToken.None);
        var all = await Candles.ReadNewestAsync(Bitcoin.Id, CandleInterval.OneHour, Start.AddDays(9), 100, CancellationToken.None);

        newest.Select(candle => candle.Close).ShouldBe([7m, 8m, 90m]);
        all.Select(candle => candle.Close).ShouldBe([1m, 2m, 3m, 4m, 5m, 6m, 7m, 8m, 90m, 100m]);
    }

    [Fact]
    public async Task ReadDayAsync_ADay_GivesOneCandleOfEachAssetThatHasOne()
    {
        Candle Day(int assetId, int day, decimal close, CandleOrigin origin = CandleOrigin.Own) =>
            Some.Candle(assetId, CandleInterval.OneDay, Start.AddDays(day), close, origin);

        await Candles.PutAsync(
            [
                Day(Bitcoin.Id, 0, 1m), Day(Bitcoin.Id, 1, 2m), Day(Bitcoin.Id, 1, 20m, CandleOrigin.Provider), Day(Dust.Id, 1, 3m),
                Day(Bitcoin.Id, 2, 4m), Hour(24, 5m),
            ],
            CancellationToken.None);

        (await Candles.ReadDayAsync(Start.AddDays(1), CancellationToken.None)).Select(candle => (candle.AssetId, candle.Close))
            .ShouldBe([(Bitcoin.Id, 20m), (Dust.Id, 3m)]);
        (await Candles.ReadDayAsync(Start.AddDays(9), CancellationToken.None)).ShouldBeEmpty();
    }
}
