using System.Diagnostics;
using System.Globalization;
using MarketData.IntegrationTests.Chaos;
using MarketData.IntegrationTests.Database;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using Npgsql;
using Xunit.Abstractions;

namespace MarketData.IntegrationTests.Replicas;

/// <summary>Three processes over one PostgreSQL: the leader is killed, frozen, or loses its session, and another one takes over.</summary>
[Trait("Category", "Chaos")]
public sealed class LeaderChaosTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Replicas = 3;

    /// <summary>Who wrote under which epoch: the name of the writer's connection, and the epoch in force when the row was stored.</summary>
    private const string LogWrites = """
        CREATE TABLE term_log (epoch bigint PRIMARY KEY, leader text NOT NULL, at timestamptz NOT NULL);
        CREATE FUNCTION log_term() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO term_log VALUES (NEW.epoch, NEW.leader, clock_timestamp());
            RETURN NEW;
        END $$;
        CREATE TRIGGER log_term AFTER UPDATE OF epoch ON ingestion_leader FOR EACH ROW EXECUTE FUNCTION log_term();
        CREATE TABLE write_log (writer text NOT NULL, epoch bigint NOT NULL);
        CREATE FUNCTION log_write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO write_log SELECT current_setting('application_name'), epoch FROM ingestion_leader;
            RETURN NEW;
        END $$;
        CREATE TRIGGER log_write AFTER INSERT ON ingestion_run FOR EACH ROW EXECUTE FUNCTION log_write()
        """;

    private const string EndLeadersSession =
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND (classid::bigint << 32 | objid::bigint) = 5567694222018241906";

    // "MDcommit": commits of polls take their turn by it.
    private const string TakeTurn = "SELECT pg_advisory_lock(5567684369565182324)";

    private const string CountWaiting = "SELECT COUNT(*) FROM pg_locks WHERE (classid::bigint << 32 | objid::bigint) = 5567684369565182324 AND NOT granted";

    /// <summary>The mutant: the database takes every write, whatever its epoch.</summary>
    private const string TakeEverything =
        "CREATE OR REPLACE FUNCTION hold_epoch(expected bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$";

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly int Rounds = ChaosRounds.Or(3);

    private readonly List<ServiceProcess> _replicas = [];
    private readonly Dictionary<string, string> _names = [];
    private LocalPostgres _postgres = null!;
    private FakeUpstream _upstream = null!;
    private TestStore _test = null!;

    public async Task InitializeAsync()
    {
        var folder = LocalPostgres.FindFolder() ?? throw new InvalidOperationException(
            "These tests need a PostgreSQL server of their own: install the server's programs (Debian: apt-get install postgresql).");
        _postgres = await LocalPostgres.StartAsync(folder);
        _upstream = await FakeUpstream.StartAsync();
        _test = TestStore.Postgres(_postgres.ConnectionString);
        await _test.Migrator.MigrateAsync(CancellationToken.None);
        await _test.ScalarAsync(LogWrites);
        for (var number = 0; number < Replicas; number++)
        {
            _replicas.Add(new ServiceProcess(_upstream, new Dictionary<string, string>
            {
                ["ConnectionStrings__Postgres"] = $"{_postgres.ConnectionString};Application Name=replica-{number}",
                ["Ingestion__Sources__CoinGecko__Interval"] = "00:00:01",
                ["Ingestion__Sources__CoinGecko__RequestsPerMinute"] = "0",
                ["Ingestion__Sources__CoinGecko__RequestsPerMonth"] = "0",
            }));
            Start(number);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _test.DisposeAsync();
        await _upstream.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Leader_KilledFrozenOrCutOff_AnotherTakesOverAndNothingStaleIsStored()
    {
        var takeovers = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var (epoch, leader) = await WaitForWriteAsync(after: 0);
            var clock = Stopwatch.StartNew();
            switch (round % 3)
            {
                case 0:
                    await _replicas[leader].KillAsync();
                    break;
                case 1:
                    await _replicas[leader].FreezeAsync();
                    break;
                default:
                    (await _test.ScalarAsync(EndLeadersSession)).ShouldBe(1L);
                    break;
            }

            await WaitForWriteAsync(after: epoch);
            takeovers.Add(clock.Elapsed);
            if (round % 3 == 0)
            {
                Start(leader);
            }
            else if (round % 3 == 1)
            {
                await _replicas[leader].ThawAsync();
            }
        }

        // What a leader that was thawed last still had to store has been tried by then.
        await Task.Delay(TimeSpan.FromSeconds(2));
        (await StaleWritesAsync()).ShouldBe(0);
        output.WriteLine($"{Rounds} rounds, 0 stale writes of {await _test.CountAsync("write_log")}; from the fault to the next leader's first write: "
            + $"median {takeovers.Order().ElementAt(takeovers.Count / 2).TotalSeconds:F1} s, longest {takeovers.Max().TotalSeconds:F1} s");
        takeovers.Max().ShouldBeLessThan(Promised);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Leader_FrozenWhileItStoresAndThawed_ItsWriteIsStoredOnlyByTheMutant(bool isMutant)
    {
        if (isMutant)
        {
            await _test.ScalarAsync(TakeEverything);
        }

        var (epoch, leader) = await WaitForWriteAsync(after: 0);
        await using var blocker = new NpgsqlConnection(_postgres.ConnectionString);
        await blocker.OpenAsync();
        await ExecuteAsync(blocker, TakeTurn);
        await WaitUntilAsync(async () => await _test.ScalarAsync(CountWaiting) is > 0L);

        await _replicas[leader].FreezeAsync();
        await WaitUntilAsync(async () => await EpochAsync() > epoch);
        await blocker.CloseAsync();
        NpgsqlConnection.ClearPool(blocker);
        await _replicas[leader].ThawAsync();
        await WaitForWriteAsync(after: epoch);
        if (isMutant)
        {
            await WaitUntilAsync(async () => await StaleWritesAsync() > 0);
            return;
        }

        await Task.Delay(TimeSpan.FromSeconds(1));
        (await StaleWritesAsync()).ShouldBe(0);
    }

    private void Start(int number)
    {
        _replicas[number].Start();
        _names[_replicas[number].Id.ToString(CultureInfo.InvariantCulture)] = $"replica-{number}";
    }

    /// <summary>Waits until a leader of a later epoch has stored a poll, and gives its epoch and number.</summary>
    private async Task<(long Epoch, int Leader)> WaitForWriteAsync(long after)
    {
        var before = await _test.CountAsync("write_log");
        await WaitUntilAsync(async () => await _test.CountAsync($"write_log WHERE epoch > {after}") > (after == 0 ? before : 0));
        var epoch = await EpochAsync();
        var name = _names[PidOf((string)(await _test.ScalarAsync($"SELECT leader FROM term_log WHERE epoch = {epoch}"))!)];
        return (epoch, int.Parse(name.Split('-')[1], CultureInfo.InvariantCulture));
    }

    private async Task<long> EpochAsync() => (long)(await _test.ScalarAsync("SELECT epoch FROM ingestion_leader"))!;

    /// <summary>Writes of a process that did not lead in the epoch in force when they were stored.</summary>
    private async Task<long> StaleWritesAsync()
    {
        var stale = 0L;
        foreach (var entry in await _test.ListAsync("SELECT write_log.writer || ' ' || leader FROM write_log JOIN term_log USING (epoch)"))
        {
            var (writer, leader) = (entry.Split(' ')[0], entry.Split(' ')[1]);
            stale += writer == _names[PidOf(leader)] ? 0 : 1;
        }

        return stale;
    }

    private static string PidOf(string leader) => leader.Split('/')[^2];

    private static async Task WaitUntilAsync(Func<Task<bool>> isThere)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isThere())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
