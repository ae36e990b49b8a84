using MarketData.Candles;
using MarketData.Signals.Grades;
using MarketData.Signals.Models;

namespace MarketData.IntegrationTests.Database;

/// <summary>Track records over grades and closes in a database: random closes, and grades that are made to know one of the days.</summary>
public sealed class TrackRecordKeeperTests : IAsyncLifetime
{
    private const int Assets = 25;
    private const int Days = 60;

    private static readonly DateOnly Today = new(2026, 3, 1);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-sqlite-").FullName;
    private readonly GradeModelCatalog _models = GradeModelCatalog.Load();
    private readonly double[,] _closes = new double[Assets, Days + 1];
    private TestStore _test = null!;

    public async Task InitializeAsync()
    {
        _test = TestStore.Sqlite(Path.Combine(_folder, "test.db"));
        await _test.Migrator.MigrateAsync(CancellationToken.None);
        var random = new Random(1);
        var candles = new List<Candle>();
        for (var asset = 0; asset < Assets; asset++)
        {
            for (var age = 0; age <= Days; age++)
            {
                var close = Math.Round(1 + random.NextDouble(), 9);
                _closes[asset, age] = close;
                candles.Add(Some.Candle(asset + 1, CandleInterval.OneDay, StartOf(age), (decimal)close, CandleOrigin.Provider));
            }
        }

        await _test.Candles.PutAsync(candles, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _test.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ReadAsync_GradesThatKnowTheNextDay_CorrelateFullyWithItAndNothingElse()
    {
        await PutAsync((asset, age) => _closes[asset, age - 1] / _closes[asset, age], oldest: Days, newest: 1);

        var records = await NewKeeper().ReadAsync(Today, CancellationToken.None);

        records["trader-1"][0].Correlation!.Value.ShouldBe(1, 1e-12);
        records["trader-1"][0].Periods.ShouldBe(Days - 1); // the newest grade with a known return is of the day before yesterday
        records["trader-1"][0].Observations.ShouldBe((Days - 1) * Assets);
        records["trader-1"][1].Correlation!.Value.ShouldBeInRange(-0.6, 0.9);
        records["trader-1"][3].ShouldBe(new TrackRecord(90, null, null, null, 0, 0));
        records["investor-1"][0].ShouldBe(new TrackRecord(1, null, null, null, 0, 0));
    }

    [Fact]
    public async Task ReadAsync_GradesThatKnowTheirOwnDayAlone_AreNotHeldAgainstIt()
    {
        await PutAsync((asset, age) => age < Days ? _closes[asset, age] / _closes[asset, age + 1] : asset, oldest: Days, newest: 1);

        var records = await NewKeeper().ReadAsync(Today, CancellationToken.None);

        // Independent closes fall back from where they are: the return of a day speaks against that of the next.
        records["trader-1"][0].Correlation!.Value.ShouldBeInRange(-0.65, -0.35);
    }

    [Fact]
    public async Task ReadAsync_TodaysCandle_DoesNotCountBeforeTheDayHasEnded()
    {
        await PutAsync((asset, age) => _closes[asset, age - 1] / _closes[asset, age], oldest: 6, newest: 1);

        var before = await NewKeeper().ReadAsync(Today, CancellationToken.None);
        var after = await NewKeeper().ReadAsync(Today.AddDays(1), CancellationToken.None);

        before["trader-1"][0].Periods.ShouldBe(5);
        after["trader-1"][0].Periods.ShouldBe(6);
    }

    [Fact]
    public async Task ReadAsync_DayByDay_EqualsAllAtOnce()
    {
        await PutAsync((asset, age) => (asset * 7) + (age % 5), oldest: Days, newest: 1);
        var keeper = NewKeeper();
        for (var day = Today.AddDays(-20); day < Today; day = day.AddDays(3))
        {
            await keeper.ReadAsync(day, CancellationToken.None);
        }

        var gradually = await keeper.ReadAsync(Today, CancellationToken.None);

        gradually["trader-1"].ShouldBe((await NewKeeper().ReadAsync(Today, CancellationToken.None))["trader-1"]);
    }

    /// <summary>Start of the day that was some days ago; 0 is today.</summary>
    private static DateTimeOffset StartOf(int age) => new(Today.AddDays(-age).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private TrackRecordKeeper NewKeeper() => new(_test.Grades, _test.Candles, _models);

    private Task PutAsync(Func<int, int, double> grade, int oldest, int newest) => _test.Grades.PutAsync(
        [
            .. from age in Enumerable.Range(newest, oldest - newest + 1)
               from asset in Enumerable.Range(0, Assets)
               select new StoredGrade(
                   asset + 1, GradeSource.Of(_models.Find("trader")!), StartOf(age), grade(asset, age), 1, new double?[9], StartOf(age).AddHours(23), "coingecko"),
        ],
        null,
        CancellationToken.None);
}
