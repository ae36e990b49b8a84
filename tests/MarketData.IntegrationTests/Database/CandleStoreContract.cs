using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

/// <summary>What every engine must do with history. Each test has an empty database with two assets.</summary>
public abstract partial class CandleStoreContract : IAsyncLifetime
{
    private protected static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private protected TestStore Test { get; private set; } = null!;

    private protected ICandleStore Candles => Test.Candles;

    private protected Asset Bitcoin { get; private set; } = null!;

    private protected Asset Dust { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Test = (TestStore)await OpenAsync();
        await Test.Migrator.MigrateAsync(CancellationToken.None);
        var assets = await Test.Store.AddAssetsAsync([Some.Asset("bitcoin"), Some.Asset("dust")], null, CancellationToken.None);
        (Bitcoin, Dust) = (assets[0], assets[1]);
    }

    public virtual async Task DisposeAsync() => await Test.DisposeAsync();

    /// <summary>A <see cref="TestStore"/> (which is internal) over an empty database.</summary>
    protected abstract Task<object> OpenAsync();

    [Theory]
    [InlineData(CandleInterval.FiveMinutes)]
    [InlineData(CandleInterval.OneHour)]
    [InlineData(CandleInterval.OneDay)]
    public async Task PutAsync_EveryField_ComesBackWithItsScale(CandleInterval interval)
    {
        var candle = Some.CandleWithEveryField(Bitcoin.Id, interval, CandleOrigin.Provider);

        await Candles.PutAsync([candle], CancellationToken.None);

        Text(await ReadAsync(interval)).ShouldBe(Text([candle]));
    }

    [Fact]
    public async Task PutAsync_UnknownFigures_ComeBackAsNull()
    {
        var candle = Some.Candle(Bitcoin.Id, CandleInterval.OneHour, Some.Time);

        await Candles.PutAsync([candle], CancellationToken.None);

        Text(await ReadAsync(CandleInterval.OneHour)).ShouldBe(Text([candle]));
    }

    [Fact]
    public async Task PutAsync_CandleThatExists_IsReplacedWhole()
    {
        var first = Some.CandleWithEveryField(Bitcoin.Id, CandleInterval.OneDay, CandleOrigin.Provider);
        var second = Some.Candle(Bitcoin.Id, CandleInterval.OneDay, Some.Time, 2.50m, CandleOrigin.Provider);
        await Candles.PutAsync([first], CancellationToken.None);

        await Candles.PutAsync([second], CancellationToken.None);

        Text(await ReadAsync(CandleInterval.OneDay)).ShouldBe(Text([second]));
        (await Test.CountAsync("candle")).ShouldBe(1);
    }

    [Fact]
    public async Task PutAsync_SameTwiceInOneCall_TakesTheLater()
    {
        await Candles.PutAsync([Hour(0, 1m), Hour(0, 2m)], CancellationToken.None);

        (await ReadAsync(CandleInterval.OneHour)).ShouldHaveSingleItem().Close.ShouldBe(2m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    public async Task PutAsync_OneOfAThousandIsThereAlready_AddsTheOthersAndReplacesThatOne(int known)
    {
        await Candles.PutAsync([Hour(known, 7777m)], CancellationToken.None);

        await PutSeriesAsync(999);

        (await ReadAsync(CandleInterval.OneHour)).Select(candle => candle.Close).ShouldBe(Enumerable.Range(1, 999).Select(close => (decimal)close));
    }

    [Fact]
    public async Task PutAsync_Nothing_DoesNothing()
    {
        await Candles.PutAsync([], CancellationToken.None);

        (await Test.CountAsync("candle")).ShouldBe(0);
    }

    [Fact]
    public async Task PutAsync_CancelledToken_LeavesNothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Candles.PutAsync([Hour(0)], new CancellationToken(canceled: true)));

        (await Test.CountAsync("candle")).ShouldBe(0);
    }

    [Fact]
    public async Task PutAsync_FromManyAtOnceIntoNewMonths_AllSucceed()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Candles.PutAsync(
            [.. Enumerable.Range(0, 12).Select(month => Some.Candle(Bitcoin.Id, CandleInterval.FiveMinutes, Start.AddMonths(-month).AddMinutes(5 * i)))],
            CancellationToken.None)));

        (await Test.CountAsync("candle")).ShouldBe(120);
    }

    [Fact]
    public async Task PutAsync_OppositeOrdersAtOnce_DoNotDeadlock()
    {
        Candle[] candles = [.. Enumerable.Range(0, 200).Select(i => Hour(i))];

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            Candles.PutAsync(i % 2 == 0 ? candles : [.. candles.Reverse()], CancellationToken.None)));

        (await Test.CountAsync("candle")).ShouldBe(200);
    }

    /// <summary>Hourly candles of one asset from <see cref="Start"/> on.</summary>
    private protected Task PutSeriesAsync(int hours) =>
        Candles.PutAsync([.. Enumerable.Range(0, hours).Select(i => Hour(i, i + 1))], CancellationToken.None);

    private protected async Task RemoveAllAsync()
    {
        var end = Start.AddYears(2);
        await Candles.RemoveOlderAsync(new HistoryCutoffs(end, end, end, end), null, CancellationToken.None);
    }

    private Candle Hour(int number, decimal close = 1.5m, CandleOrigin origin = CandleOrigin.Own) =>
        Some.Candle(Bitcoin.Id, CandleInterval.OneHour, Start.AddHours(number), close, origin);

    private Candle Day(int number, decimal close, CandleOrigin origin = CandleOrigin.Own) =>
        Some.Candle(Bitcoin.Id, CandleInterval.OneDay, Start.AddDays(number), close, origin);

    private Task<List<Candle>> ReadAsync(CandleInterval interval, int limit = 1000) =>
        ReadAsync(interval, DateTimeOffset.UnixEpoch, Some.Time.AddYears(10), limit);

    private Task<List<Candle>> ReadAsync(CandleInterval interval, DateTimeOffset from, DateTimeOffset to, int limit = 1000) =>
        ListAsync(Candles.ReadAsync(Bitcoin.Id, interval, from, to, limit, CancellationToken.None));

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private Task CommitAsync(IngestionCommit commit) => Test.Store.CommitAsync(commit, CancellationToken.None);

    /// <summary>All fields of all records as text, which unlike the equality of decimals tells 1.0 from 1.00.</summary>
    private static string[] Text<T>(IEnumerable<T> records) => [.. records.Select(record => $"{record}")];
}
