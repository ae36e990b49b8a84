using Npgsql;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

/// <summary>Many rows into one table by COPY, within the transaction of whoever calls.</summary>
/// <param name="table">The table.</param>
/// <param name="columns">Its columns in the order in which they are written.</param>
/// <param name="write">Writes the cells of a row.</param>
internal sealed class BulkTable<T>(string table, string columns, Action<CopyRows, T> write)
{
    private const int FlushAt = 64 * 1024;

    private readonly int _columnCount = columns.Split(',').Length;

    // Dropped with the transaction, so that nothing of one commit can reach another, whatever pooler stands between.
    private readonly string _createStaging = $"CREATE TEMP TABLE {table}_staging (LIKE {table}) ON COMMIT DROP";

    private readonly string _copyToStaging = $"COPY {table}_staging ({columns}) FROM STDIN (FORMAT BINARY)";

    private readonly string _copy = $"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Puts rows beside the table, in <c>…_staging</c>, for a statement that merges them. Once in a transaction.</summary>
    public async Task StageAsync(NpgsqlConnection connection, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, _createStaging, cancellationToken);
        await CopyAsync(connection, _copyToStaging, rows, cancellationToken);
    }

    /// <summary>Writes rows straight into the table, at a third of what merging costs. False, and nothing written, if one has a key that is taken.</summary>
    public async Task<bool> TryAppendAsync(NpgsqlConnection connection, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, "SAVEPOINT append", cancellationToken);
        try
        {
            await CopyAsync(connection, _copy, rows, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await ExecuteAsync(connection, "ROLLBACK TO SAVEPOINT append", cancellationToken);
            return false;
        }

        await ExecuteAsync(connection, "RELEASE SAVEPOINT append", cancellationToken);
        return true;
    }

    private async Task CopyAsync(NpgsqlConnection connection, string copy, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        await using var stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken);
        try
        {
            await WriteAsync(stream, rows, cancellationToken);
        }
        catch
        {
            // Disposed of as it is, it would end the COPY as if all rows had come.
            await stream.CancelAsync();
            throw;
        }
    }

    private async Task WriteAsync(NpgsqlRawCopyStream stream, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        var cells = new CopyRows(_columnCount);
        cells.Begin();
        foreach (var row in rows)
        {
            cells.StartRow();
            write(cells, row);
            if (cells.Written.Length >= FlushAt)
            {
                await stream.WriteAsync(cells.Written, cancellationToken);
                cells.Empty();
            }
        }

        cells.End();
        await stream.WriteAsync(cells.Written, cancellationToken);
    }
}

/// <summary>Which keys tell whether rows are new.</summary>
internal static class KeySample
{
    private const int Size = 16;

    /// <summary>
    /// A few rows, evenly spread. All rows of a poll are of one time: either it was stored before and with it nearly all of them, or none
    /// was. A sample that misses the few costs a COPY in vain, but no row.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> rows) =>
        rows.Count <= Size ? rows : [.. Enumerable.Range(0, Size).Select(i => rows[(int)((long)i * (rows.Count - 1) / (Size - 1))])];
}
