using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>Makes the one data source of the process. What the operator's connection string says stands.</summary>
internal static class PostgresDataSource
{
    /// <param name="connectionString">The operator's connection string.</param>
    /// <param name="options">Gives the command timeout.</param>
    /// <param name="loggers">Where Npgsql logs.</param>
    public static NpgsqlDataSource Create(string connectionString, DatabaseOptions options, ILoggerFactory loggers)
    {
        // Ours come first, since of two settings of one name the last holds.
        var settings = new NpgsqlConnectionStringBuilder(Defaults(options) + connectionString);
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).UseLoggerFactory(loggers).Build();
    }

    private static string Defaults(DatabaseOptions options) => string.Join(';', [
        "Application Name=marketdata",

        // The statements are few and come with every poll: parsed and planned once for a connection. Behind a pooler that
        // does not keep prepared statements, set it to 0.
        "Max Auto Prepare=20",
        "Auto Prepare Min Usages=2",

        // We never use System.Transactions; looking for an ambient transaction at each opening is lost work.
        "Enlist=false",

        // Reads are answered from memory, so that a few connections do; several replicas share the server's 100.
        "Maximum Pool Size=16",

        // Seconds. A server that does not answer must not hold a poll longer than its turn.
        "Timeout=10",
        $"Command Timeout={(int)options.CommandTimeout.TotalSeconds}",

        // Notices a broken line between polls, before a write has to.
        "Keepalive=30",
        ""]);
}
