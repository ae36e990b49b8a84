using System.Data.Common;
using System.Diagnostics;
using Dapper;
using MarketData.Database;
using MarketData.Database.Postgres;

namespace MarketData.Hosting.Doctor;

/// <summary>Whether the database can be reached, is of this build's schema, and answers quickly.</summary>
internal sealed class DatabaseCheck(IServiceProvider services, TimeProvider time) : IDoctorCheck
{
    private const int Rounds = 5;
    private const int OldestVersion = 15;

    private const string SelectServer = """
        SELECT clock_timestamp() AS Clock, current_setting('server_version_num')::int / 10000 AS Version, pg_is_in_recovery() AS IsStandby,
            has_schema_privilege(current_schema(), 'CREATE') AS MayCreate
        """;

    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    public string Name => "database";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var migrator = services.GetRequiredService<IDatabaseMigrator>();
        try
        {
            var pending = await migrator.PlanAsync(cancellationToken);
            var schema = pending.Count == 0
                ? new Finding(Name, Verdict.Ok, $"{migrator.Target}: the schema is current")
                : new Finding(Name, Verdict.Warn, $"{migrator.Target}: {pending.Count} migrations are missing", "The next start applies them; 'migrate --plan' prints them, 'migrate' applies them now.");
            return IsThere(pending) ? [schema, .. await AskAsync(cancellationToken)] : [schema];
        }
        catch (MigrationChangedException exception)
        {
            return [new Finding(Name, Verdict.Fail, exception.Message)];
        }
        catch (DbException exception)
        {
            return [new Finding(Name, Verdict.Fail, $"{migrator.Target}: {exception.Message}", "Check that it runs, and host, name, user and password in ConnectionStrings:Postgres, or Database:SqlitePath.")];
        }
    }

    /// <summary>A SQLite file is made by the first start, and not by looking.</summary>
    private bool IsThere(IReadOnlyList<Migration> pending) =>
        services.GetRequiredService<IDatabase>() is PostgresDatabase || pending.Count == 0;

    private async Task<IReadOnlyList<Finding>> AskAsync(CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<IDatabase>();
        await using var connection = await database.OpenAsync(cancellationToken);
        var latency = await LatencyAsync(connection, cancellationToken);
        var findings = new List<Finding>
        {
            latency <= Slow
                ? new Finding(Name, Verdict.Ok, $"answers in {latency.TotalMilliseconds:0.0} ms")
                : new Finding(Name, Verdict.Warn, $"answers in {latency.TotalMilliseconds:0.0} ms", "Run the service near its database: each poll makes many statements, one after another."),
        };
        if (database is PostgresDatabase)
        {
            findings.AddRange(Judge(await connection.QuerySingleAsync<Server>(new CommandDefinition(SelectServer, cancellationToken: cancellationToken))));
        }

        return findings;
    }

    private IEnumerable<Finding> Judge(Server server)
    {
        yield return ClockFinding.Of("the database", new DateTimeOffset(server.Clock, TimeSpan.Zero), time.GetUtcNow());
        if (server.Version < OldestVersion)
        {
            yield return new Finding(Name, Verdict.Fail, $"is PostgreSQL {server.Version}", $"Use PostgreSQL {OldestVersion} or later.");
        }

        if (server.IsStandby)
        {
            yield return new Finding(Name, Verdict.Fail, "is a standby, which takes no writes", "Add 'Target Session Attributes=primary' to ConnectionStrings:Postgres and name all hosts.");
        }
        else if (!server.MayCreate)
        {
            yield return new Finding(Name, Verdict.Warn, "the role may not change the schema", "Apply migrations as the owner, and make the partitions of the coming months: see docs/operations.md.");
        }
    }

    /// <summary>The middle of a few rounds; the first of a connection takes longer.</summary>
    private static async Task<TimeSpan> LatencyAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await connection.ExecuteScalarAsync<int>(new CommandDefinition("SELECT 1", cancellationToken: cancellationToken));
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return times.Order().ElementAt(Rounds / 2);
    }

    private sealed record Server(DateTime Clock, int Version, bool IsStandby, bool MayCreate);
}
