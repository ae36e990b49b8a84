using MarketData.Database.Postgres;
using MarketData.IntegrationTests.Database;
using MarketData.IntegrationTests.Servers;

namespace MarketData.IntegrationTests.Replicas;

/// <summary>The lock of which only one replica has it, on a real PostgreSQL.</summary>
[Collection(PostgresCollection.Processes)]
public sealed class LeaderLockTests(PostgresServer server) : IAsyncLifetime
{
    private const string EndSessions =
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'marketdata leader' AND datname = current_database()";

    private string _connectionString = "";
    private TestStore _test = null!;

    public async Task InitializeAsync()
    {
        _connectionString = await server.CreateDatabaseAsync();
        _test = TestStore.Postgres(_connectionString);
        await _test.Migrator.MigrateAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task TryTakeAsync_OfSeveral_OneHasItAndTheOthersSeeWho()
    {
        await using var first = Open();
        await using var second = Open();

        var taken = await first.TryTakeAsync("first", CancellationToken.None);
        var seen = await second.TryTakeAsync("second", CancellationToken.None);

        (taken.IsOurs, taken.Epoch).ShouldBe((true, 1));
        (seen.IsOurs, seen.Epoch, seen.Leader).ShouldBe((false, 1, "first"));
        seen.RenewedAt.ShouldNotBeNull();
        (await first.RenewAsync(1, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task TryTakeAsync_HolderLetGo_IsTakenInANewEpoch()
    {
        await using var first = Open();
        await using var second = Open();
        await first.TryTakeAsync("first", CancellationToken.None);

        await first.ReleaseAsync();
        var taken = await second.TryTakeAsync("second", CancellationToken.None);

        (taken.IsOurs, taken.Epoch).ShouldBe((true, 2));
        (await first.RenewAsync(1, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task RenewAsync_SessionWasEnded_ThrowsAndAnotherLeads()
    {
        await using var first = Open();
        await using var second = Open();
        await first.TryTakeAsync("first", CancellationToken.None);

        (await _test.ScalarAsync(EndSessions)).ShouldBe(1L);

        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => first.RenewAsync(1, CancellationToken.None));
        (await second.TryTakeAsync("second", CancellationToken.None)).IsOurs.ShouldBeTrue();
        (await first.TryTakeAsync("first", CancellationToken.None)).IsOurs.ShouldBeFalse();
    }

    [Fact]
    public async Task TryTakeAsync_HolderSaysNothing_ServerEndsItsSession()
    {
        await using var first = Open();
        await using var second = Open();
        await first.TryTakeAsync("first", CancellationToken.None);

        // The other one asks once a second, as the service does: its own session must not be ended meanwhile.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await second.TryTakeAsync("second", patience.Token)).IsOurs)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), patience.Token);
        }

        (await second.RenewAsync(2, CancellationToken.None)).ShouldBeTrue();
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => first.RenewAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task TryTakeAsync_WriteOfTheOldEpochHangs_IsEndedFirst()
    {
        await using var first = Open();
        await using var second = Open();
        await first.TryTakeAsync("first", CancellationToken.None);
        await using var hanging = new Npgsql.NpgsqlConnection(_connectionString);
        await hanging.OpenAsync();
        await using var transaction = await hanging.BeginTransactionAsync();
        await PostgresEpoch.HoldAsync(hanging, 1, CancellationToken.None);
        await first.ReleaseAsync();

        var taken = await second.TryTakeAsync("second", CancellationToken.None);

        (taken.IsOurs, taken.Epoch).ShouldBe((true, 2));
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => transaction.CommitAsync());
    }

    private PostgresLeaderLock Open() => new(_connectionString);
}
