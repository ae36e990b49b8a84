using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace MarketData.IntegrationTests.Database;

/// <summary>Backup and restore as docs/operations.md says, while the service runs: what is restored answers as before.</summary>
[Collection(PostgresCollection.Processes)]
public sealed class BackupTests(PostgresServer server) : IDisposable
{
    private static readonly string[] Paths =
    [
        "/v1/assets?limit=50", "/v1/assets/bitcoin", "/v1/categories", "/v1/assets/bitcoin/candles?interval=5m", "/v1/assets/bitcoin/history",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-backup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sqlite_VacuumInto_AnswersAsBefore()
    {
        var (original, copy) = (Path.Combine(_folder, "m.db"), Path.Combine(_folder, "copy.db"));

        await CompareAsync("Database:SqlitePath", original, copy, async () =>
        {
            await using var connection = new SqliteConnection($"Data Source={original};Pooling=false");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO @copy";
            command.Parameters.AddWithValue("@copy", copy);
            await command.ExecuteNonQueryAsync();
        });
    }

    [Fact]
    public async Task Postgres_DumpAndRestore_AnswersAsBefore()
    {
        var programs = LocalProgram.FindFolder("pg_dump", "pg_restore") ?? throw new InvalidOperationException(
            "This test needs PostgreSQL's client programs (Debian: apt-get install postgresql-client).");
        var (original, copy) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());
        var file = Path.Combine(_folder, "marketdata.dump");

        await CompareAsync("ConnectionStrings:Postgres", original, copy, async () =>
        {
            await LocalProgram.RunAsync(Path.Combine(programs, "pg_dump"), ["--format=custom", $"--file={file}", AddressOf(original)]);
            await LocalProgram.RunAsync(Path.Combine(programs, "pg_restore"), ["--exit-on-error", "--no-owner", $"--dbname={AddressOf(copy)}", file]);
        });
    }

    private static async Task CompareAsync(string setting, string original, string copy, Func<Task> backUp)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        List<string> before;
        await using (var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { [setting] = original }, upstream))
        {
            await backUp();
            before = await ReadAsync(app);

            // What came after the backup is not in it.
            upstream.Advance();
            await app.PollAsync("coingecko");
            (await ReadAsync(app)).ShouldNotBe(before);
        }

        await using var restored = await MarketDataApp.StartAsync(new Dictionary<string, string?> { [setting] = copy }, upstream);
        (await ReadAsync(restored)).ShouldBe(before);
    }

    /// <summary>What is answered, without what is said about the answer.</summary>
    private static async Task<List<string>> ReadAsync(MarketDataApp app)
    {
        var answers = new List<string>();
        foreach (var path in Paths)
        {
            var answer = await app.GetJsonAsync(path);
            answers.Add(answer.GetProperty("data").GetRawText());
        }

        answers[0].Length.ShouldBeGreaterThan(1_000);
        return answers;
    }

    private static string AddressOf(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        var password = string.IsNullOrEmpty(parts.Password) ? "" : ":" + Uri.EscapeDataString(parts.Password);
        return $"postgresql://{Uri.EscapeDataString(parts.Username!)}{password}@{parts.Host}:{parts.Port}/{parts.Database}";
    }
}
