using MarketData.Signals.Grades;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>Grades on PostgreSQL. A connection for each call; a write is one transaction.</summary>
internal sealed class PostgresGradeStore(NpgsqlDataSource dataSource, ILogger<PostgresGradeStore> logger) : IGradeStore
{
    private const string Merge = $"""
        INSERT INTO grade ({GradeSql.Columns})
        SELECT {GradeSql.Columns} FROM grade_staging ORDER BY asset_id, model, version, day
        {GradeSql.ReplaceEarlier}
        """;

    private static readonly BulkTable<StoredGrade> Rows = new("grade", GradeSql.Columns, Write);

    private readonly GradeReader _reader = new(
        new RowStream(async cancellationToken => await dataSource.OpenConnectionAsync(cancellationToken), PostgresTime.Instance, logger),
        PostgresTime.Instance);

    public async Task PutAsync(IReadOnlyList<StoredGrade> grades, long? epoch, CancellationToken cancellationToken)
    {
        // Not under the lock of commits, whose tables it does not touch. Writers of the same rows take them in one order.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PostgresEpoch.HoldAsync(connection, epoch, cancellationToken);
        await Rows.StageAsync(connection, GradeSql.Resolve(grades), cancellationToken);
        await PostgresMarketStore.ExecuteAsync(connection, Merge, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task<IReadOnlyList<StoredGrade>> ReadAsync(
        int assetId, GradeSource model, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.ReadAsync(assetId, model, from, to, limit, cancellationToken);

    public Task<DateTimeOffset?> FindStartAsync(
        int assetId, GradeSource model, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _reader.FindStartAsync(assetId, model, before, limit, cancellationToken);

    public Task<IReadOnlyDictionary<int, double>> ReadDayAsync(GradeSource model, DateTimeOffset day, CancellationToken cancellationToken) =>
        _reader.ReadDayAsync(model, day, cancellationToken);

    public async Task<int> RemoveOlderAsync(DateTimeOffset before, long? epoch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await PostgresEpoch.HoldAsync(connection, epoch, cancellationToken);
        await using var command = new NpgsqlCommand(GradeSql.DeleteOlder, connection);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("before", before.ToUniversalTime()));
        var removed = await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed;
    }

    private static void Write(CopyRows row, StoredGrade grade)
    {
        row.Write(grade.AssetId);
        row.Write(grade.MadeBy.Model);
        row.Write(grade.MadeBy.Version);
        row.Write(grade.Day);
        row.Write(grade.Grade);
        row.Write(grade.Coverage);
        foreach (var score in grade.SubScores)
        {
            row.Write(score);
        }

        row.Write(grade.ComputedAt);
        row.Write(grade.Source);
    }
}
