using System.Net;
using System.Net.Sockets;
using MarketData.IntegrationTests.Servers;
using Npgsql;

namespace MarketData.IntegrationTests.Database;

/// <summary>A server that is gone costs a call an exception within its timeouts, never a thread.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresFailureTests(PostgresServer server)
{
    // The settings below allow 1 s to connect and 1 s for a command; the rest is for a machine that is busy.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private const string Timeouts = "Timeout=1;Command Timeout=1;Cancellation Timeout=500";

    [Fact]
    public async Task LoadAsync_NobodyListens_Throws()
    {
        var store = TestStore.Postgres($"Host=127.0.0.1;Port={LocalProgram.FreePort()};Username=x;Database=x;{Timeouts}");

        await ShouldFailAsync(store.Store.LoadAsync(CancellationToken.None));

        await store.DisposeAsync();
    }

    [Fact]
    public async Task LoadAsync_ServerAcceptsAndIsSilent_Throws()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var store = TestStore.Postgres(
            $"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Username=x;Database=x;{Timeouts}");

        await ShouldFailAsync(store.Store.LoadAsync(CancellationToken.None));

        await store.DisposeAsync();
    }

    [Fact]
    public async Task CommitAsync_AnotherProcessHoldsTheLock_ThrowsAndLeavesNothing()
    {
        var store = TestStore.Postgres($"{await server.CreateDatabaseAsync()};{Timeouts}");
        await store.Migrator.MigrateAsync(CancellationToken.None);
        await using (var holder = await store.OpenAsync())
        {
            await using var command = holder.CreateCommand();
            command.CommandText = "BEGIN; LOCK TABLE ingestion_run";
            await command.ExecuteNonQueryAsync();

            await ShouldFailAsync(store.Store.CommitAsync(Some.Commit(), CancellationToken.None));
        }

        (await store.CountAsync("ingestion_run")).ShouldBe(0);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task CommitAsync_ConnectionsWereCut_WorksAgainAfterOneFailure()
    {
        var store = TestStore.Postgres(await server.CreateDatabaseAsync());
        await store.Migrator.MigrateAsync(CancellationToken.None);
        var killer = await store.OpenAsync();
        await store.CountAsync("ingestion_run");
        await using (var command = killer.CreateCommand())
        {
            command.CommandText =
                "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            ((long)(await command.ExecuteScalarAsync())!).ShouldBeGreaterThan(0);
        }

        // The killer's own connection is not in the pool: the next call meets a dead one.
        await ShouldFailAsync(store.Store.CommitAsync(Some.Commit(), CancellationToken.None));
        await store.Store.CommitAsync(Some.Commit(), CancellationToken.None);

        (await store.CountAsync("ingestion_run")).ShouldBe(1);
        await killer.DisposeAsync();
        await store.DisposeAsync();
    }

    private static async Task ShouldFailAsync(Task call)
    {
        (await Task.WhenAny(call, Task.Delay(Bound))).ShouldBe(call, "The call hangs.");
        await Should.ThrowAsync<NpgsqlException>(() => call);
    }
}
