using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using Npgsql;

namespace MarketData.IntegrationTests.Hosting;

[Collection(PostgresCollection.Services)]
public sealed class RequestTimeoutTests(PostgresServer server)
{
    private const string CountWaiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    [Fact]
    public async Task Get_QueryThatTakesTooLong_Is504AndTheQueryIsCancelled()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Postgres"] = connectionString,
            ["Server:RequestTimeout"] = "00:00:01",
        });
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var locker = await database.OpenConnectionAsync();
        await using var transaction = await locker.BeginTransactionAsync();
        await using (var takeLock = new NpgsqlCommand("LOCK TABLE quarantined_quote IN ACCESS EXCLUSIVE MODE", locker))
        {
            await takeLock.ExecuteNonQueryAsync();
        }

        var answer = await app.SendAsync(HttpMethod.Get, "/v1/quarantine");

        answer.ShouldBeProblem(504, "timeout");
        await using var count = new NpgsqlCommand(CountWaiting, locker, transaction);
        ((long)(await count.ExecuteScalarAsync())!).ShouldBe(0);
        await transaction.RollbackAsync();
        (await app.SendAsync(HttpMethod.Get, "/v1/quarantine")).Status.ShouldBe(200);
    }
}
