using MarketData.Benchmarks.Servers;

namespace MarketData.Benchmarks.Ingestion;

/// <summary>The limit: ready-made bytes of rows into a table without index.</summary>
internal sealed class RawCopy(BenchmarkDatabase database, string table, string columns, byte[] bytes)
{
    /// <summary>Takes the bytes of rows that are stored, and makes a bare table for them.</summary>
    /// <param name="database">Where.</param>
    /// <param name="source">The table whose columns the bare one has.</param>
    /// <param name="columns">The columns that are written.</param>
    /// <param name="rows">Which rows.</param>
    public static async Task<RawCopy> OfAsync(BenchmarkDatabase database, string source, string columns, string rows)
    {
        var table = $"{source}_bare";
        await database.ExecuteAsync($"CREATE TABLE {table} (LIKE {source})");
        await using var connection = await database.DataSource.OpenConnectionAsync();
        using var bytes = new MemoryStream();
        await using (var copy = await connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT {columns} FROM {source} WHERE {rows}) TO STDOUT (FORMAT BINARY)"))
        {
            await copy.CopyToAsync(bytes);
        }

        return new RawCopy(database, table, columns, bytes.ToArray());
    }

    public Task EmptyAsync() => database.ExecuteAsync($"TRUNCATE {table}");

    public async Task WriteAsync()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync();
        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        await copy.WriteAsync(bytes);
    }
}
