using MarketData.Database;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MarketData.IntegrationTests.Api;

/// <summary>A service whose database goes away under it.</summary>
[Collection(PostgresCollection.Services)]
public sealed class DatabaseDownTests(PostgresServer server)
{
    [Fact]
    public async Task Get_DatabaseGone_GoesOnWithTheLastFigures()
    {
        await using var app = await StartAsync();
        var before = (await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=500")).Text;
        await DropAsync(app);

        (await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=500")).Text.ShouldBe(before);
        foreach (var path in (string[])["/v1/global", "/v1/assets/bitcoin", "/v1/prices?ids=bitcoin&vs=eur", "/v1/search?q=bit", "/v1/tiers", "/v1/sources", "/health/live"])
        {
            await app.GetJsonAsync(path);
        }

        (await app.GetJsonAsync("/health/ready")).Text("status").ShouldBe("ready");
    }

    [Fact]
    public async Task GetQuarantine_DatabaseGone_Is503WithRetryAfter()
    {
        await using var app = await StartAsync();
        await DropAsync(app);

        var answer = await app.SendAsync(HttpMethod.Get, "/v1/quarantine");

        answer.ShouldBeProblem(503, "database_unavailable");
        answer.Headers["Retry-After"].ShouldBe("5");
        answer.Text.ShouldNotContain("Host=");
    }

    [Fact]
    public async Task Poll_DatabaseGone_FailsAndPublishesNothing()
    {
        await using var app = await StartAsync();
        var before = await app.GetJsonAsync("/v1/global");
        await DropAsync(app);
        app.Upstream.SetPrice("bitcoin", 61_000m);

        var run = await app.PollAsync("coingecko");

        run.Outcome.ShouldBe(IngestionOutcome.Failed);
        (await app.GetPriceAsync("bitcoin")).ShouldBe(60_000m);
        (await app.GetJsonAsync("/v1/global")).GetRawText().ShouldBe(before.GetRawText());
        var source = (await app.GetJsonAsync("/v1/sources")).GetProperty("data")[0];
        source.Text("state").ShouldBe("failing");
        source.GetProperty("last_run").Text("outcome").ShouldBe("failed");
        source.GetProperty("last_run").Text("error").ShouldNotBeNullOrWhiteSpace();
        source.IsNull("age_seconds").ShouldBeFalse();
    }

    [Fact]
    public async Task Poll_FirstCommitFails_TheNextOneBringsAllThatWasLost()
    {
        var connectionString = await server.CreateDatabaseAsync();
        await using var app = await MarketDataApp.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = connectionString });
        await ExecuteAsync(connectionString, "ALTER TABLE quote RENAME TO quote_away");
        (await app.PollAsync("coingecko")).Outcome.ShouldBe(IngestionOutcome.Failed);
        (await app.SendAsync(HttpMethod.Get, "/v1/assets")).ShouldBeProblem(503, "not_ready");
        await ExecuteAsync(connectionString, "ALTER TABLE quote_away RENAME TO quote");

        (await app.PollAsync("coingecko")).Outcome.ShouldBe(IngestionOutcome.Succeeded);

        var bitcoin = (await app.GetJsonAsync("/v1/assets/bitcoin")).GetProperty("data");
        bitcoin.Decimal("price").ShouldBe(60_000m);
        bitcoin.Texts("categories").ShouldBe(["layer-1", "payments", "proof-of-work"]);
        bitcoin.GetProperty("provider_ids")[0].Text("id").ShouldBe("bitcoin");
        (await app.GetJsonAsync("/v1/assets/by-contract/solana/Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB")).GetProperty("data").Text("id").ShouldBe("tether");
        (await app.Services.GetRequiredService<IMarketStore>().LoadAsync(CancellationToken.None)).Assets.Count.ShouldBe(20);
    }

    private async Task<MarketDataApp> StartAsync() => await MarketDataApp.StartPolledAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:Postgres"] = await server.CreateDatabaseAsync() });

    private static async Task DropAsync(MarketDataApp app)
    {
        var database = app.Services.GetRequiredService<IConfiguration>().GetConnectionString("Postgres")!;
        await ExecuteAsync(
            new NpgsqlConnectionStringBuilder(database) { Database = "postgres" }.ConnectionString,
            $"DROP DATABASE {new NpgsqlConnectionStringBuilder(database).Database} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
