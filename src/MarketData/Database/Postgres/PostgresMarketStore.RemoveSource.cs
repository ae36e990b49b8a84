using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    public async Task RemoveSourceAsync(string source, long? epoch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await BeginAsync(connection, epoch, cancellationToken);
        foreach (var statement in RemoveSourceSql.Statements)
        {
            await ExecuteAsync(connection, statement, cancellationToken, new NpgsqlParameter<string>("source", source));
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
