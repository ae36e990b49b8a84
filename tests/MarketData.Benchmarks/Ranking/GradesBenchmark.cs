using MarketData.Assets;
using MarketData.Benchmarks.Seeding;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Ranking.Queue;
using MarketData.Signals.Grades;
using MarketData.Signals.Models;
using MarketData.Snapshots;
using MarketData.Tests;
using Microsoft.Extensions.Options;

namespace MarketData.Benchmarks.Ranking;

/// <summary>What is computed of every asset after a poll, on one core: factors over a year of days, and the grades of every model.</summary>
internal static class GradesBenchmark
{
    private const int MostAssets = 5_000;
    private const int Categories = 40;

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(Scale scale)
    {
        var assets = Math.Min(scale.Assets, MostAssets);
        var snapshot = SnapshotOf(assets);
        var history = HistoryOf(snapshot);
        var models = GradeModelCatalog.Load().Formulas;
        var context = new WorkerContext(new RankScratch(), _ => { });
        var columns = FactorColumns.Compute(snapshot, history, CancellationToken.None);
        var factors = Contender($"{FactorCatalog.All.Count} factors", () => columns = FactorColumns.Compute(snapshot, history, CancellationToken.None));
        var grades = Contender($"grades of {models.Count} models", () => GradeBoard.Compute(columns, models, context, CancellationToken.None));
        var store = Contender("their rows for the database", () => GradeBoard.Compute(columns, models, context, CancellationToken.None).ToStored());
        var table = new MarkdownTable($"{assets:N0} assets", "ms", "share of a poll of 60 s in %");
        foreach (var one in await Rounds.RunAsync([factors, grades, store], scale.Rounds, () => Task.FromResult(0m)))
        {
            table.Add(one.Contender.Name, one.Seconds * 1e3, one.Seconds / 60 * 100);
        }

        table.Print();
    }

    private static MarketSnapshot SnapshotOf(int assets)
    {
        var ids = Enumerable.Range(1, assets).ToList();
        var state = new MarketState
        {
            Assets = [.. ids.Select(id => new Asset(id, $"asset-{id}", $"a{id}", $"Asset {id}", null, At.AddYears(-2)))],
            Quotes = [.. ids.Select(id => InventedMarket.Quote(id, At))],
            Tvls = [.. ids.Where(id => id % 4 == 0).Select(id => new AssetTvl(id, InventedMarket.Source, 1_000_000m + id, At))],
            Categories = [.. Enumerable.Range(0, Categories).Select(number => new Category { Id = $"category-{number}", Name = $"Category {number}" })],
            AssetCategories = [.. ids.Select(id => new AssetCategory(id, $"category-{id % Categories}"))],
        };
        var builder = new SnapshotBuilder(Options.Create(new MarketsOptions()), new EnabledSources([new ScriptedSource(InventedMarket.Source)]));
        return builder.Build(new MarketBook(state), At, 0);
    }

    /// <summary>A year of days of every asset.</summary>
    private static DailyHistory HistoryOf(MarketSnapshot snapshot)
    {
        var history = new DailyHistory(DateOnly.FromDateTime(At.UtcDateTime));
        history.Observe(snapshot);
        var random = new Random(1);
        foreach (var row in snapshot.Rows)
        {
            var days = history.Of(row.Asset.Id);
            var close = Money.ToDouble(row.Price!.Value);
            for (var day = AssetDays.Count - 1; day >= 0; day--)
            {
                days.Set(day, close, close * 1e6 * (0.5 + random.NextDouble()), close * 1e7);
                close *= Math.Exp((random.NextDouble() - 0.5) * 0.1);
            }
        }

        return history;
    }

    private static Contender Contender(string name, Action run) => new(name, 1, () => Task.CompletedTask, () =>
    {
        run();
        return Task.CompletedTask;
    });
}
