using MarketData.Signals.Grades;

namespace MarketData.Database.Sqlite;

/// <summary>Grades in a SQLite file. Reads go on beside the one writer.</summary>
internal sealed class SqliteGradeStore(SqliteDatabase database, ILogger<SqliteGradeStore> logger) : IGradeStore
{
    private const string Upsert = $"""
        INSERT INTO grade ({GradeSql.Columns})
        VALUES (
            @assetId, @model, @version, @day, @grade, @coverage,
            @momentum, @trend, @volatility, @liquidity, @valuation, @fundamentals, @onChain, @supply, @dataQuality, @computedAt, @source)
        {GradeSql.ReplaceEarlier}
        """;

    private readonly GradeReader _reader = new(new RowStream(database.OpenAsync, SqliteTime.Instance, logger), SqliteTime.Instance);

    public Task PutAsync(IReadOnlyList<StoredGrade> grades, long? epoch, CancellationToken cancellationToken)
    {
        var rows = GradeSql.Resolve(grades);
        return database.WriteAsync(
            transaction =>
            {
                SqliteMarketStore.ForEach(transaction, Upsert, rows, (upsert, grade) => upsert.Execute(ValuesOf(grade)), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<StoredGrade>> ReadAsync(
        int assetId, GradeSource model, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) =>
        _reader.ReadAsync(assetId, model, from, to, limit, cancellationToken);

    public Task<DateTimeOffset?> FindStartAsync(
        int assetId, GradeSource model, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        _reader.FindStartAsync(assetId, model, before, limit, cancellationToken);

    public Task<IReadOnlyDictionary<int, double>> ReadDayAsync(GradeSource model, DateTimeOffset day, CancellationToken cancellationToken) =>
        _reader.ReadDayAsync(model, day, cancellationToken);

    public Task<int> RemoveOlderAsync(DateTimeOffset before, long? epoch, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = new SqliteStatement(transaction, GradeSql.DeleteOlder);
            return delete.Execute(before);
        },
        cancellationToken);

    private static object?[] ValuesOf(StoredGrade grade) =>
    [
        grade.AssetId, grade.MadeBy.Model, grade.MadeBy.Version, grade.Day, grade.Grade, grade.Coverage, .. grade.SubScores, grade.ComputedAt, grade.Source,
    ];
}
