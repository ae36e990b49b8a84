using System.Net;
using System.Net.Sockets;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Replicas;

/// <summary>History is read on a standby: a real one, made of the primary by pg_basebackup, which follows it by streaming.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private const string Reads = "marketdata.database.standby_reads";

    private LocalPostgres _primary = null!;
    private FakeUpstream _upstream = null!;

    public async Task InitializeAsync()
    {
        var folder = LocalPostgres.FindFolder() ?? throw new InvalidOperationException(
            "These tests need PostgreSQL servers of their own: install the server's programs (Debian: apt-get install postgresql).");
        _primary = await LocalPostgres.StartAsync(folder);
        _upstream = await FakeUpstream.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _upstream.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Fact]
    public async Task Get_StandbyFollowsThenStops_HistoryIsReadThereThenOnThePrimary()
    {
        await using var standby = await _primary.StartStandbyAsync();
        await using var app = await StartAsync(standby.ConnectionString);
        using var outcomes = new MetricOutcomes(Reads);

        await WaitForAsync(app, outcomes, "standby");
        var seen = await CandlesAsync(app, "bitcoin");
        await standby.StopAsync();
        var after = await CandlesAsync(app, "ethereum");

        seen.ShouldBe(1);
        after.ShouldBe(1);
        outcomes.Seen.ShouldContain("failed");
    }

    [Fact]
    public async Task Get_StandbyIsFrozen_HistoryIsReadOnThePrimary()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var app = await StartAsync($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=postgres;SSL Mode=Disable");
        using var outcomes = new MetricOutcomes(Reads);

        (await CandlesAsync(app, "bitcoin")).ShouldBe(1);
        (await CandlesAsync(app, "ethereum")).ShouldBe(1);

        // One read waits for it, also one of the rankings'; the others pass it by.
        outcomes.Seen.ShouldNotBeEmpty();
        outcomes.Seen.ShouldAllBe(outcome => outcome == "failed" || outcome == "circuit_open");
        outcomes.Seen.ShouldContain("circuit_open");
    }

    [Fact]
    public async Task Get_StandbyHasNotTheSnapshotThatIsServed_HistoryIsReadOnThePrimary()
    {
        await using var standby = await _primary.StartStandbyAsync();
        await using var app = await StartAsync(standby.ConnectionString);
        using var outcomes = new MetricOutcomes(Reads);
        await WaitForAsync(app, outcomes, "standby");
        var behind = Database.TestStore.Postgres(standby.ConnectionString);
        await behind.ScalarAsync("SELECT pg_wal_replay_pause()");

        _upstream.Advance();
        await app.PollAsync("coingecko");
        (await CandlesAsync(app, "ethereum")).ShouldBe(1);

        outcomes.Seen[^1].ShouldBe("behind");
        await behind.DisposeAsync();
    }

    private Task<MarketDataApp> StartAsync(string standby) => MarketDataApp.StartPolledAsync(
        new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = _primary.ConnectionString,
            ["ConnectionStrings:PostgresReplica"] = standby,
        },
        _upstream);

    /// <summary>Asks, each time for something that is not cached, until a read has gone where it should.</summary>
    private static async Task WaitForAsync(MarketDataApp app, MetricOutcomes outcomes, string outcome)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var limit = 1; !outcomes.Seen.Contains(outcome); limit++)
        {
            await app.GetJsonAsync($"/v1/assets/bitcoin/candles?interval=1d&limit={limit}");
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<int> CandlesAsync(MarketDataApp app, string id) =>
        (await app.GetJsonAsync($"/v1/assets/{id}/candles?interval=1d")).GetProperty("data").GetArrayLength();
}
