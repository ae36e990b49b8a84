using System.Data.Common;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Database.Postgres;
using MarketData.Database.Sqlite;
using MarketData.Ingestion.Backfill;
using MarketData.Metrics;
using MarketData.Signals.Grades;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.IntegrationTests.Database;

/// <summary>A store over a database of its own, and a way round it to look at the rows.</summary>
internal sealed record TestStore(
    IMarketStore Store,
    ICandleStore Candles,
    IMetricStore Metrics,
    IGradeStore Grades,
    IBackfillStore Backfills,
    AccessStore Access,
    IDatabaseMigrator Migrator,
    List<string> Log,
    Func<Task<DbConnection>> OpenAsync,
    Func<ValueTask> DisposeAsync)
{
    public static TestStore Postgres(string connectionString, IReadOnlyList<Migration>? migrations = null)
    {
        var logger = new RecordingLogger<PostgresMarketStore>();
        var dataSource = PostgresDataSource.Create(connectionString, new DatabaseOptions(), NullLoggerFactory.Instance);
        return new TestStore(
            new PostgresMarketStore(dataSource, logger),
            new PostgresCandleStore(dataSource, new RecordingLogger<PostgresCandleStore>(logger.Messages)),
            new PostgresMetricStore(dataSource, new RecordingLogger<PostgresMetricStore>(logger.Messages)),
            new PostgresGradeStore(dataSource, new RecordingLogger<PostgresGradeStore>(logger.Messages)),
            new PostgresBackfillStore(dataSource, new RecordingLogger<PostgresBackfillStore>(logger.Messages)),
            new AccessStore(new PostgresDatabase(dataSource)),
            new PostgresMigrator(dataSource, migrations ?? Migration.Load("Postgres")),
            logger.Messages,
            async () => await dataSource.OpenConnectionAsync(),
            dataSource.DisposeAsync);
    }

    public static TestStore Sqlite(string path, IReadOnlyList<Migration>? migrations = null)
    {
        var logger = new RecordingLogger<SqliteMarketStore>();
        var database = new SqliteDatabase(
            Options.Create(new DatabaseOptions { SqlitePath = path }),
            new HostingEnvironment { ContentRootPath = Path.GetTempPath(), EnvironmentName = Environments.Development });
        return new TestStore(
            new SqliteMarketStore(database, logger),
            new SqliteCandleStore(database, new RecordingLogger<SqliteCandleStore>(logger.Messages)),
            new SqliteMetricStore(database, new RecordingLogger<SqliteMetricStore>(logger.Messages)),
            new SqliteGradeStore(database, new RecordingLogger<SqliteGradeStore>(logger.Messages)),
            new SqliteBackfillStore(database, new RecordingLogger<SqliteBackfillStore>(logger.Messages)),
            new AccessStore(database),
            new SqliteMigrator(database, migrations ?? Migration.Load("Sqlite"), TimeProvider.System),
            logger.Messages,
            async () => await database.OpenAsync(CancellationToken.None),
            () =>
            {
                database.Dispose();
                return ValueTask.CompletedTask;
            });
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The first column of all rows, as text.</summary>
    public async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync())
        {
            list.Add(reader.GetString(0));
        }

        return list;
    }

    public async Task<long> CountAsync(string table) =>
        Convert.ToInt64(await ScalarAsync($"SELECT COUNT(*) FROM {table}"), System.Globalization.CultureInfo.InvariantCulture);
}
