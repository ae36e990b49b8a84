using MarketData.Markets;
using MarketData.Metrics;

namespace MarketData.IntegrationTests.Database;

/// <summary>What every engine must do with metrics. Each test has an empty database.</summary>
public abstract class MetricStoreContract : IAsyncLifetime
{
    private const int Doge = 7;

    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private protected TestStore Test { get; private set; } = null!;

    private IMetricStore Metrics => Test.Metrics;

    public async Task InitializeAsync()
    {
        Test = (TestStore)await OpenAsync();
        await Test.Migrator.MigrateAsync(CancellationToken.None);
    }

    public virtual async Task DisposeAsync() => await Test.DisposeAsync();

    /// <summary>A <see cref="TestStore"/> (which is internal) over an empty database.</summary>
    protected abstract Task<object> OpenAsync();

    [Fact]
    public async Task PutAsync_FiguresOfEveryKind_ComeBackWithAllTheirDigits()
    {
        decimal[] values = [0m, -1.50m, 79228162514264337593543950335m, 0.0000000000000000000000000001m, 4345.65391000001m];
        MetricPoint[] points = [.. values.Select((value, i) => Point("fees", i, value))];

        (await Metrics.PutAsync(points, CancellationToken.None)).ShouldBe(5);

        Text(await ReadAsync("fees")).ShouldBe(Text(points));
    }

    [Fact]
    public async Task PutAsync_SameAgain_ChangesNothing()
    {
        MetricPoint[] points = [Point("fees", 0, 1.5m), Point("fees", 1, 2m)];
        await Metrics.PutAsync(points, CancellationToken.None);

        var changed = await Metrics.PutAsync([.. points.Select(point => point with { ReceivedAt = Day.AddDays(9) })], CancellationToken.None);

        changed.ShouldBe(0);
        Text(await ReadAsync("fees")).ShouldBe(Text(points));
    }

    [Fact]
    public async Task PutAsync_OtherValueOrSource_ReplacesAndCounts()
    {
        await Metrics.PutAsync([Point("fees", 0, 1m), Point("fees", 1, 2m), Point("fees", 2, 3m)], CancellationToken.None);
        var corrected = Point("fees", 0, 1.25m);
        var elsewhere = Point("fees", 1, 2m) with { Source = "other" };

        (await Metrics.PutAsync([corrected, elsewhere], CancellationToken.None)).ShouldBe(2);

        Text(await ReadAsync("fees")).ShouldBe(Text([corrected, elsewhere, Point("fees", 2, 3m)]));
    }

    [Fact]
    public async Task PutAsync_OneKeyTwice_KeepsTheLater()
    {
        (await Metrics.PutAsync([Point("fees", 0, 1m), Point("fees", 0, 2m)], CancellationToken.None)).ShouldBe(1);

        (await ReadAsync("fees")).Single().Value.ShouldBe(2m);
    }

    [Fact]
    public async Task PutAsync_FromManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Metrics.PutAsync(
            [.. Enumerable.Range(0, 50).Select(day => Point("m" + (writer / 2), writer % 2 == 0 ? day : 49 - day, day))], CancellationToken.None)));

        (await Test.CountAsync("metric_point")).ShouldBe(4 * 50);
    }

    [Fact]
    public async Task ReadAsync_Range_IncludesItsStartExcludesItsEndAndEndsAtTheLimit()
    {
        await Metrics.PutAsync(
            [.. Enumerable.Range(0, 6).Select(i => Point("fees", i, i)), Point("other", 2, 9m), Point("fees", 2, 9m) with { AssetId = 8 }],
            CancellationToken.None);

        (await ReadAsync("fees", 1, 4)).Select(point => point.Value).ShouldBe([1m, 2m, 3m]);
        (await ReadAsync("fees", 1, 4, limit: 2)).Select(point => point.Value).ShouldBe([1m, 2m]);
    }

    [Fact]
    public async Task ReadOfAllAsync_ManyAssets_GivesTheValuesOfEachInOrder()
    {
        var assets = await Test.Store.AddAssetsAsync([Some.Asset("bitcoin"), Some.Asset("dogecoin")], null, CancellationToken.None);
        var (first, second) = (assets.Min(asset => asset.Id), assets.Max(asset => asset.Id));
        await Metrics.PutAsync(
            [
                .. Enumerable.Range(0, 4).Select(i => Point("fees", i, i + 0.50m) with { AssetId = first }), Point("other", 2, 9m) with { AssetId = first },
                Point("fees", 2, 7m) with { AssetId = second },
            ],
            CancellationToken.None);

        (await Metrics.ReadOfAllAsync("fees", Day.AddDays(1), Day.AddDays(3), CancellationToken.None).ToListAsync()).ShouldBe(
            [new(first, Day.AddDays(1), 1.50m), new(first, Day.AddDays(2), 2.50m), new(second, Day.AddDays(2), 7m)]);
    }

    [Fact]
    public async Task FindStartAsync_NewestBeforeATime_GivesTheOldestOfThem()
    {
        await Metrics.PutAsync([.. Enumerable.Range(0, 6).Select(i => Point("fees", i, i))], CancellationToken.None);

        (await Metrics.FindStartAsync(Doge, "fees", Day.AddDays(5), 2, CancellationToken.None)).ShouldBe(Day.AddDays(3));
        (await Metrics.FindStartAsync(Doge, "fees", Day.AddDays(5), 100, CancellationToken.None)).ShouldBe(Day);
        (await Metrics.FindStartAsync(Doge, "fees", Day, 100, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task ListAsync_SeveralMetrics_GivesFirstCountAndLatestByName()
    {
        await Metrics.PutAsync(
            [Point("tvl", 4, 1m), Point("fees", 3, 2.50m), Point("fees", 1, 1m), Point("fees", 2, 1m), Point("zeta", 0, 1m) with { AssetId = 8 }],
            CancellationToken.None);

        (await Metrics.ListAsync(Doge, CancellationToken.None)).ShouldBe(
            [new("fees", 3, Day.AddDays(1), Point("fees", 3, 2.50m)), new("tvl", 1, Day.AddDays(4), Point("tvl", 4, 1m))]);
        (await Metrics.ListAsync(9, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ExistsAsync_MetricOfAnotherAsset_IsNone()
    {
        await Metrics.PutAsync([Point("fees", 0, 1m)], CancellationToken.None);

        (await Metrics.ExistsAsync(Doge, "fees", CancellationToken.None)).ShouldBeTrue();
        (await Metrics.ExistsAsync(Doge, "fee", CancellationToken.None)).ShouldBeFalse();
        (await Metrics.ExistsAsync(8, "fees", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task CommitAsync_ValueLockedOverTwoDays_IsTheMetricOfEachDayAsLastSeen()
    {
        var asset = (await Test.Store.AddAssetsAsync([Some.Asset("dogecoin")], null, CancellationToken.None)).Single();
        foreach (var (hours, tvl) in new[] { (1, 10m), (23, 11.5m), (25, 12m) })
        {
            await Test.Store.CommitAsync(
                Some.Commit() with { Tvls = [new AssetTvl(asset.Id, "defillama", tvl, Day.AddHours(hours))] }, CancellationToken.None);
        }

        var points = await Metrics.ReadAsync(asset.Id, "tvl", Day, Day.AddDays(9), 9, CancellationToken.None).ToListAsync();
        points.Select(point => (point.At, point.Value)).ShouldBe([(Day, 11.5m), (Day.AddDays(1), 12m)]);
    }

    [Fact]
    public async Task RemoveSourceAsync_OneOfTwo_LeavesTheOther()
    {
        await Metrics.PutAsync([Point("fees", 0, 1m), Point("fees", 1, 2m) with { Source = "sample" }], CancellationToken.None);

        await Test.Store.RemoveSourceAsync("sample", null, CancellationToken.None);

        (await ReadAsync("fees")).Select(point => point.Value).ShouldBe([1m]);
    }

    private static MetricPoint Point(string metric, int day, decimal value) =>
        new(Doge, metric, Day.AddDays(day), value, "coinmetrics", Some.Time);

    private static List<string> Text(IEnumerable<MetricPoint> points) => [.. points.Select(point => $"{point}")];

    private async Task<List<MetricPoint>> ReadAsync(string metric, int from = 0, int to = 100, int limit = 1000) => await Metrics
        .ReadAsync(Doge, metric, Day.AddDays(from), Day.AddDays(to), limit, CancellationToken.None)
        .ToListAsync();
}
