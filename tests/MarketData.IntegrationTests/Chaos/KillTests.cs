using System.Diagnostics;
using System.Globalization;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.IntegrationTests.Database;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using Xunit.Abstractions;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>The service and its database are killed again and again while a backfill runs, which goes on by itself each time.</summary>
[Trait("Category", "Chaos")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int PageSize = 1000;

    private const string LogOnPostgres = """
        CREATE TABLE watermark_log (job_id bigint, asset_id integer, before timestamptz, after timestamptz);
        CREATE FUNCTION log_watermark() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO watermark_log VALUES (NEW.job_id, NEW.asset_id, OLD.watermark, NEW.watermark);
            RETURN NEW;
        END $$;
        CREATE TRIGGER log_watermark AFTER UPDATE ON backfill_item FOR EACH ROW EXECUTE FUNCTION log_watermark()
        """;

    private const string LogOnSqlite = """
        CREATE TABLE watermark_log (job_id INTEGER, asset_id INTEGER, before INTEGER, after INTEGER);
        CREATE TRIGGER log_watermark AFTER UPDATE ON backfill_item BEGIN
            INSERT INTO watermark_log VALUES (NEW.job_id, NEW.asset_id, OLD.watermark, NEW.watermark);
        END
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly int Rounds = ChaosRounds.Or(4);
    private static readonly DateTimeOffset Since = CandleInterval.FiveMinutes.OpenTimeOf(DateTimeOffset.UtcNow) - (Pages * PageSize * CandleInterval.FiveMinutes.Width());

    private readonly Random _random = new(20260301);
    private TimeSpan _longestOutage;

    private static int Pages => 20 + (5 * Rounds);

    [Fact]
    public async Task Kill_ServiceAndPostgresByTurns_NothingIsLostOrDoubled()
    {
        var folder = LocalPostgres.FindFolder() ?? throw new InvalidOperationException(
            "These tests kill a PostgreSQL server of their own: install the server's programs (Debian: apt-get install postgresql).");
        await using var postgres = await LocalPostgres.StartAsync(folder, "-c synchronous_commit=on");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = new ServiceProcess(upstream, new Dictionary<string, string> { ["ConnectionStrings__Postgres"] = postgres.ConnectionString });
        var test = TestStore.Postgres(postgres.ConnectionString);

        await RunAsync(service, test, LogOnPostgres, async round =>
        {
            if (round % 2 == 0)
            {
                await service.KillAsync();
                service.Start();
            }
            else
            {
                await postgres.KillAsync();
                await postgres.RestartAsync();
            }
        });

        await test.DisposeAsync();
    }

    [Fact]
    public async Task Kill_ServiceOnSqlite_NothingIsLostOrDoubled()
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-kill-").FullName;
        var path = Path.Combine(folder, "m.db");
        await using var upstream = await FakeUpstream.StartAsync();
        var test = TestStore.Sqlite(path);
        await using (var service = new ServiceProcess(upstream, new Dictionary<string, string> { ["Database__SqlitePath"] = path }))
        {
            await RunAsync(service, test, LogOnSqlite, async _ =>
            {
                await service.KillAsync();
                service.Start();
            });
        }

        await test.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAsync(ServiceProcess service, TestStore test, string logWatermarks, Func<int, Task> kill)
    {
        service.Start();
        var job = await CreateAsync(service);
        await test.ScalarAsync(logWatermarks);
        for (var round = 1; round <= Rounds; round++)
        {
            // A page more is stored, and the next one may be in any state.
            var clock = Stopwatch.StartNew();
            var isOver = await WaitForProgressAsync(test, job);
            _longestOutage = round > 1 && clock.Elapsed > _longestOutage ? clock.Elapsed : _longestOutage;
            job = isOver ? await CreateAsync(service) : job;
            await Task.Delay(_random.Next(60));
            await kill(round);
        }

        await CheckAsync(test, job);
    }

    private static Task<long> CreateAsync(ServiceProcess service) => service.CreateBackfillAsync(
        $$"""{"source": "binance", "interval": "5m", "assets": ["bitcoin"], "since": "{{Since.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}"}""");

    /// <summary>Waits until the watermark moves; true if the job is over instead.</summary>
    private static async Task<bool> WaitForProgressAsync(TestStore test, long job)
    {
        DateTimeOffset? first = null;
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await FindAsync(test, job) is { } item)
            {
                if (item.State == BackfillItemState.Done)
                {
                    return true;
                }

                first ??= item.Watermark;
                if (item.Watermark > first)
                {
                    return false;
                }
            }

            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>The item of the job; null while the server is away.</summary>
    private static async Task<BackfillItem?> FindAsync(TestStore test, long job)
    {
        try
        {
            return (await test.Backfills.ListItemsAsync(job, CancellationToken.None)).Single();
        }
        catch (Npgsql.NpgsqlException)
        {
            return null;
        }
    }

    private async Task CheckAsync(TestStore test, long job)
    {
        using (var patience = new CancellationTokenSource(Patience))
        {
            while ((await FindAsync(test, job))?.State != BackfillItemState.Done)
            {
                await Task.Delay(50, patience.Token);
            }
        }

        var assetId = (await test.Backfills.ListItemsAsync(job, CancellationToken.None)).Single().AssetId;
        var expected = Since;
        var rows = 0L;
        await foreach (var candle in test.Candles.ReadAsync(
            assetId, CandleInterval.FiveMinutes, Since, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None))
        {
            if (candle.Origin != CandleOrigin.Provider)
            {
                continue;
            }

            candle.OpenTime.ShouldBe(expected);
            (candle.Open, candle.Volume).ShouldBe((FakeHistory.PriceAt(expected), FakeHistory.PriceAt(expected) * 3));
            expected += CandleInterval.FiveMinutes.Width();
            rows++;
        }

        var jobs = await test.Backfills.ListAsync(100, CancellationToken.None);
        expected.ShouldBe(jobs.Max(ended => ended.Until));
        foreach (var ended in jobs)
        {
            ended.State.ShouldBe(BackfillState.Succeeded);
            var item = (await test.Backfills.ListItemsAsync(ended.Id, CancellationToken.None)).Single();
            item.Rows.ShouldBe((long)((ended.Until - ended.Since) / CandleInterval.FiveMinutes.Width()));
        }

        (await test.CountAsync("candle WHERE interval = '5m' AND origin = 'provider'")).ShouldBe(rows);
        (await test.CountAsync("watermark_log WHERE after > before")).ShouldBeGreaterThan(Rounds);
        (await test.CountAsync("watermark_log WHERE after < before")).ShouldBe(0);
        output.WriteLine($"{Rounds} kills, {rows} rows, 0 lost, 0 doubled; a page more is stored at the latest {_longestOutage.TotalSeconds:F1} s after everything was started again.");
    }
}
