namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    public Task RemoveSourceAsync(string source, long? epoch, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                foreach (var sql in RemoveSourceSql.Statements)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var statement = new SqliteStatement(transaction, sql);
                    statement.Execute(source);
                }

                return true;
            },
            cancellationToken);
}
