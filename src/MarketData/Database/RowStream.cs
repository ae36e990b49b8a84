using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace MarketData.Database;

/// <summary>The records of statements as their rows come, for both engines.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="times">How the engine holds times.</param>
/// <param name="logger">Told of rows that are left out.</param>
internal sealed partial class RowStream(Func<CancellationToken, ValueTask<DbConnection>> open, StoredTime times, ILogger logger)
{
    /// <summary>All records of a statement.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, object? parameters, Func<RowReader, T> read, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        await foreach (var item in StreamAsync(sql, parameters, read, cancellationToken))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>The records of a statement as the rows come. The connection stays open until the caller has read to the end or stops.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string sql, object? parameters, Func<RowReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // SQLite's driver has no asynchronous input and output: from here on it does not hold the caller's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await open(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var row = new RowReader(reader, times);
        while (await reader.ReadAsync(cancellationToken))
        {
            // Npgsql looks at the token only when it waits for the line, and here may be no wait for long.
            cancellationToken.ThrowIfCancellationRequested();
            var item = read(row);
            if (row.TakeUnreadable() is { } column)
            {
                Log.LeftOut(logger, typeof(T).Name, row.Describe(), column);
                continue;
            }

            yield return item;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(11, LogLevel.Error,
            "Left out a {Record} of {Key}: no decimal holds its {Column}. It was not written by this service; correct or delete the row.")]
        public static partial void LeftOut(ILogger logger, string record, string key, string column);
    }
}
