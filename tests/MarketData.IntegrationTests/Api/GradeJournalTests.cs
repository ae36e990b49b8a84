using MarketData.Ingestion;
using MarketData.IntegrationTests.Database;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Queue;
using MarketData.Signals.Grades;
using MarketData.Signals.Models;
using MarketData.Snapshots;
using MarketData.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarketData.IntegrationTests.Api;

/// <summary>What is kept of grades, and when. Our clock stands until a test moves it, so that nothing else writes meanwhile.</summary>
public sealed class GradeJournalTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 1, 23, 40, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(Evening);
    private readonly FailingGradeStore _store = new();
    private MarketDataApp _app = null!;
    private GradeJournal _journal = null!;
    private int _assetId;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["Grades:KeepFor"] = "1.02:00:00" };
        _app = await MarketDataApp.StartAsync(settings, time: _time, services: services =>
        {
            var real = services.Single(service => service.ServiceType == typeof(IGradeStore)).ImplementationFactory!;
            services.RemoveAll<IGradeStore>();
            services.AddSingleton<IGradeStore>(provider => _store.Over((IGradeStore)real(provider)));
        });
        _journal = ActivatorUtilities.CreateInstance<GradeJournal>(_app.Services);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task NoteAsync_WithinTheInterval_WritesNothingMore()
    {
        await NoteAsync(price: 1);
        _time.Advance(TimeSpan.FromMinutes(14));
        await NoteAsync(price: 2);

        (await StoredAsync()).ShouldBe([(Evening.Date, Evening)]);
    }

    [Fact]
    public async Task NoteAsync_AfterTheInterval_WritesTheGradesOfTheMoment()
    {
        await NoteAsync(price: 1);
        _time.Advance(TimeSpan.FromMinutes(15));
        await NoteAsync(price: 2);

        (await StoredAsync()).ShouldBe([(Evening.Date, Evening.AddMinutes(15))]);
    }

    [Fact]
    public async Task NoteAsync_FirstOfANewDay_WritesTheLastOfTheDayBefore()
    {
        await NoteAsync(price: 1);
        _time.Advance(TimeSpan.FromMinutes(10));
        await NoteAsync(price: 2);
        _time.Advance(TimeSpan.FromMinutes(12));
        await NoteAsync(price: 3);

        (await StoredAsync()).ShouldBe([(Evening.Date, Evening.AddMinutes(10))]);
    }

    [Fact]
    public async Task NoteAsync_DatabaseRefusesOverMidnight_LosesNoDay()
    {
        await NoteAsync(price: 1);
        _time.Advance(TimeSpan.FromMinutes(10));
        await NoteAsync(price: 2);
        _store.Fails = true;
        _time.Advance(TimeSpan.FromMinutes(12));
        await NoteAsync(price: 3);
        _time.Advance(TimeSpan.FromMinutes(20));
        await NoteAsync(price: 4);
        _store.Fails = false;
        _time.Advance(TimeSpan.FromMinutes(1));
        await NoteAsync(price: 5);
        _time.Advance(TimeSpan.FromMinutes(15));
        await NoteAsync(price: 6);

        (await StoredAsync()).ShouldBe([(Evening.Date, Evening.AddMinutes(10)), (Evening.Date.AddDays(1), Evening.AddMinutes(58))]);
    }

    [Fact]
    public async Task NoteAsync_GradesOlderThanTheyAreKept_AreRemoved()
    {
        await NoteAsync(price: 1);
        _time.Advance(TimeSpan.FromHours(27));
        await NoteAsync(price: 2);
        _time.Advance(TimeSpan.FromMinutes(15));
        await NoteAsync(price: 3);

        (await StoredAsync()).ShouldBe([(Evening.Date.AddDays(2), Evening.AddHours(27).AddMinutes(15))]);
    }

    private async Task NoteAsync(decimal price)
    {
        _app.Upstream.SetAnswer(
            CoinGeckoRows.Path,
            CoinGeckoRows.Of([CoinGeckoRows.Row("bitcoin", $"\"current_price\": {price}, \"market_cap\": 1000, \"total_volume\": 10", asOf: _time.GetUtcNow())]));
        (await _app.PollAsync("coingecko")).Outcome.ShouldBe(IngestionOutcome.Succeeded);
        var snapshot = _app.Services.GetRequiredService<SnapshotHolder>().Current!;
        _assetId = snapshot.Rows.Single().Asset.Id;
        var columns = FactorColumns.Compute(snapshot, new DailyHistory(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime)), CancellationToken.None);
        var model = GradeModelCatalog.Load().Find(GradeModelCatalog.Default)! with { MinCoverage = 0.01 };
        await _journal.NoteAsync(GradeBoard.Compute(columns, [model], new WorkerContext(new(), _ => { }), CancellationToken.None), CancellationToken.None);
    }

    private async Task<IEnumerable<(DateTime Day, DateTimeOffset ComputedAt)>> StoredAsync()
    {
        var grades = await _store.ReadAsync(_assetId, new GradeSource("trader", "1"), Evening.AddDays(-9), Evening.AddDays(999), 99, CancellationToken.None);
        return [.. grades.Select(grade => (grade.Day.UtcDateTime, grade.ComputedAt))];
    }
}
