using MarketData.Benchmarks.Servers;

namespace MarketData.Benchmarks.Ingestion;

/// <summary>The limit: ready-made bytes of rows into a table without index.</summary>
internal sealed class RawCopy(BenchmarkDatabase database, string source, string rows, string columns, byte[] bytes)
{
    private string Bare => $"{source}_bare";

    /// <summary>Takes the bytes of rows that are stored, and makes a bare table for them.</summary>
    /// <param name="database">Where.</param>
    /// <param name="source">The table whose columns the bare one has.</param>
    /// <param name="columns">The columns that are written.</param>
    /// <param name="rows">Which rows.</param>
    public static async Task<RawCopy> OfAsync(BenchmarkDatabase database, string source, string columns, string rows)
    {
        await database.ExecuteAsync($"CREATE TABLE {source}_bare (LIKE {source})");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        using var bytes = new MemoryStream();
        await using (var copy = await connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT {columns} FROM {source} WHERE {rows}) TO STDOUT (FORMAT BINARY)"))
        {
            await copy.CopyToAsync(bytes);
        }

        return new RawCopy(database, source, rows, columns, bytes.ToArray());
    }

    public Task EmptyAsync() => database.ExecuteAsync($"TRUNCATE {Bare}");

    public Task WriteAsync() => WriteAsync(Bare);

    /// <summary>Makes room in the table that the rows were taken from.</summary>
    public Task ClearSourceAsync() => database.ExecuteAsync($"DELETE FROM {source} WHERE {rows}");

    /// <summary>The limit of a write with the table's index: what is left between it and the store is the store's own work.</summary>
    public Task WriteToSourceAsync() => WriteAsync(source);

    private async Task WriteAsync(string table)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        await copy.WriteAsync(bytes);
    }
}
