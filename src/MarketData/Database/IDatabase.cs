using System.Data.Common;

namespace MarketData.Database;

/// <summary>The database, for statements that both engines understand. Safe for concurrent use.</summary>
internal interface IDatabase
{
    /// <summary>How the engine holds times.</summary>
    StoredTime Times { get; }

    /// <summary>Opens a connection, for reading.</summary>
    ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Runs work in one transaction, which is committed when it ends and rolled back when it throws.</summary>
    Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellationToken);
}
