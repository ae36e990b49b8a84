using System.Data.Common;
using Npgsql;

namespace MarketData.Database.Postgres;

/// <summary>PostgreSQL: a connection for each call.</summary>
internal sealed class PostgresDatabase(NpgsqlDataSource dataSource) : IDatabase
{
    public StoredTime Times => PostgresTime.Instance;

    public async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await dataSource.OpenConnectionAsync(cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(transaction);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
