using Microsoft.Extensions.Options;
using Npgsql;

namespace MarketData.Database;

/// <summary>
/// Settings of the database, section <c>Database</c>. The engine follows from <c>ConnectionStrings:Postgres</c>:
/// PostgreSQL when it is set, else a SQLite file.
/// </summary>
public sealed class DatabaseOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Database";

    /// <summary>
    /// The SQLite file, made with its folder if missing; a relative path starts at the content root.
    /// Without meaning on PostgreSQL. Default <c>data/marketdata.db</c>.
    /// </summary>
    public string SqlitePath { get; set; } = "data/marketdata.db";

    /// <summary>Longest time that one statement may take. Default 30 seconds; whole seconds from 1 second to 10 minutes.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the start waits for a database that cannot be reached yet. Default 30 seconds; up to 1 hour, 0 for one attempt.</summary>
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Says of a wrong setting what to write instead. Never repeats a connection string: it may hold a password.</summary>
internal sealed class DatabaseOptionsValidator(IConfiguration configuration) : IValidateOptions<DatabaseOptions>
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestStart = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var failures = new List<string>();
        if (options.CommandTimeout < TimeSpan.FromSeconds(1)
            || options.CommandTimeout > LongestCommand
            || options.CommandTimeout.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            failures.Add($"Database:CommandTimeout is {options.CommandTimeout}: set whole seconds from 00:00:01 to 00:10:00.");
        }

        if (options.StartupTimeout < TimeSpan.Zero || options.StartupTimeout > LongestStart)
        {
            failures.Add($"Database:StartupTimeout is {options.StartupTimeout}: set a time from 00:00:00 to 01:00:00.");
        }

        var postgres = configuration.GetConnectionString("Postgres");
        if (!string.IsNullOrWhiteSpace(postgres))
        {
            AddPostgresFailures("Postgres", postgres, failures);
            if (configuration.GetConnectionString("PostgresReplica") is { } standby && !string.IsNullOrWhiteSpace(standby))
            {
                AddPostgresFailures("PostgresReplica", standby, failures);
            }
        }
        else if (string.IsNullOrWhiteSpace(options.SqlitePath) || options.SqlitePath.Contains(":memory:", StringComparison.Ordinal))
        {
            failures.Add(
                $"Database:SqlitePath is '{options.SqlitePath}': set the path of a file, such as data/marketdata.db "
                + "(each connection to :memory: would see a database of its own), or set ConnectionStrings:Postgres.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void AddPostgresFailures(string name, string connectionString, List<string> failures)
    {
        const string Form = "write it as Host=db.example.org;Database=marketdata;Username=marketdata;Password=…";
        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host))
            {
                failures.Add($"ConnectionStrings:{name} names no Host: {Form}.");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            failures.Add($"ConnectionStrings:{name} cannot be read: {Form} (an address such as postgres://… is not taken).");
        }
    }
}
