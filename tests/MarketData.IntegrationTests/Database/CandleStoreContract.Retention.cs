using MarketData.Candles;

namespace MarketData.IntegrationTests.Database;

public abstract partial class CandleStoreContract
{
    private static readonly HistoryCutoffs KeepAll = new(null, null, null, null);

    [Fact]
    public async Task RemoveOlderAsync_NoCutoffs_KeepsAll()
    {
        await PutThreeYearsAsync();

        (await Candles.RemoveOlderAsync(KeepAll, null, CancellationToken.None)).ShouldBe(0);

        (await Test.CountAsync("candle")).ShouldBe(3 * 36 * 2);
        (await Test.CountAsync("price_point")).ShouldBe(36);
        (await Test.CountAsync("global_point")).ShouldBe(36);
        (await Test.CountAsync("category_point")).ShouldBe(36);
    }

    [Theory]
    [InlineData(CandleInterval.FiveMinutes)]
    [InlineData(CandleInterval.OneHour)]
    [InlineData(CandleInterval.OneDay)]
    public async Task RemoveOlderAsync_CutoffOfOneInterval_RemovesThatAlone(CandleInterval interval)
    {
        await PutThreeYearsAsync();
        var cutoff = Start.AddYears(-1);
        var cutoffs = new HistoryCutoffs(
            interval == CandleInterval.FiveMinutes ? cutoff : null,
            interval == CandleInterval.OneHour ? cutoff : null,
            interval == CandleInterval.OneDay ? cutoff : null,
            null);

        var removed = await Candles.RemoveOlderAsync(cutoffs, null, CancellationToken.None);

        // Months and years end at the cutoff: both engines can remove exactly what is older.
        foreach (var other in CandleIntervals.All)
        {
            (await Test.CountAsync($"candle WHERE interval = '{other.Name()}'")).ShouldBe(2 * (other == interval ? 12 : 36), other.Name());
        }

        (await ReadAsync(interval))[0].OpenTime.ShouldBe(cutoff);
        (await Test.CountAsync("price_point")).ShouldBe(36);
        var totals = interval == CandleInterval.OneDay ? 12 : 36;
        (await Test.CountAsync("global_point")).ShouldBe(totals);
        (await Test.CountAsync("category_point")).ShouldBe(totals);
        removed.ShouldBe(2 * 24 + (interval == CandleInterval.OneDay ? 2 * 24 : 0));
    }

    [Fact]
    public async Task RemoveOlderAsync_CutoffOfPoints_RemovesPricePointsAlone()
    {
        await PutThreeYearsAsync();

        var removed = await Candles.RemoveOlderAsync(KeepAll with { Points = Start.AddYears(-1) }, null, CancellationToken.None);

        removed.ShouldBe(24);
        (await Test.CountAsync("price_point")).ShouldBe(12);
        (await Test.CountAsync("candle")).ShouldBe(3 * 36 * 2);
        (await Test.CountAsync("global_point")).ShouldBe(36);
    }

    [Fact]
    public async Task RemoveOlderAsync_CutoffInTheMiddle_KeepsEverythingFromItOn()
    {
        await PutSeriesAsync(24 * 60);
        var cutoff = Start.AddDays(40).AddHours(3);

        await Candles.RemoveOlderAsync(KeepAll with { OneHour = cutoff }, null, CancellationToken.None);

        var candles = await ReadAsync(CandleInterval.OneHour, 10_000);
        candles.Count(candle => candle.OpenTime >= cutoff).ShouldBe((24 * 20) - 3);
        candles[0].OpenTime.ShouldBeGreaterThanOrEqualTo(Start.AddMonths(1), "January ended before the cutoff and must be gone.");
    }

    [Fact]
    public async Task RemoveOlderAsync_Twice_RemovesNothingMore()
    {
        await PutThreeYearsAsync();
        var cutoffs = new HistoryCutoffs(Start, Start, Start, Start);
        (await Candles.RemoveOlderAsync(cutoffs, null, CancellationToken.None)).ShouldBe((3 * 36 * 2) + (3 * 36));

        (await Candles.RemoveOlderAsync(cutoffs, null, CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task RemoveOlderAsync_ThenOlderCandlesAgain_AreStored()
    {
        await PutThreeYearsAsync();
        await RemoveAllAsync();

        await PutThreeYearsAsync();

        (await Test.CountAsync("candle")).ShouldBe(3 * 36 * 2);
    }

    [Fact]
    public async Task RemoveOlderAsync_FromSeveralAtOnce_AllSucceed()
    {
        await PutThreeYearsAsync();
        var cutoffs = new HistoryCutoffs(Start, Start, Start, Start);

        var removed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Candles.RemoveOlderAsync(cutoffs, null, CancellationToken.None)));

        removed.Sum().ShouldBe((3 * 36 * 2) + (3 * 36));
        (await Test.CountAsync("candle")).ShouldBe(0);
    }

    /// <summary>A candle of each interval of both assets, a point and the totals at the beginning of each of the 36 months before <see cref="Start"/>.</summary>
    private async Task PutThreeYearsAsync()
    {
        DateTimeOffset[] months = [.. Enumerable.Range(1, 36).Select(month => Start.AddMonths(-month))];
        await Candles.PutAsync(
            [.. months.SelectMany(month => CandleIntervals.All.SelectMany(interval =>
                (Candle[])[Some.Candle(Bitcoin.Id, interval, month), Some.Candle(Dust.Id, interval, month)]))],
            CancellationToken.None);
        await Test.Store.AddPricePointsAsync([.. months.Select(month => Some.Point(Bitcoin.Id, month))], CancellationToken.None);
        foreach (var month in months)
        {
            await CommitAsync(Some.Commit() with
            {
                GlobalPoint = Global(month, 1m),
                CategoryPoints = [new CategoryPoint("layer-1", month, 1m, null, 1)],
            });
        }
    }
}
