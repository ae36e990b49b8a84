using MarketData.Benchmarks.Seeding;
using MarketData.Benchmarks.Servers;
using MarketData.Database;

namespace MarketData.Benchmarks.Ingestion;

/// <summary>What a poll costs in the store, against a raw COPY of ready-made bytes of the same rows into a table without index.</summary>
internal static class IngestBenchmark
{
    private const string PointColumns = "asset_id, at, as_of, price, market_cap, volume_24h, source";

    public static async Task RunAsync(BenchmarkServer server, Scale scale)
    {
        await using var database = await server.CreateDatabaseAsync();
        await AssetSeed.AddAsync(database, scale.Assets);
        var polls = new Polls(database, scale.Assets);

        // A poll of everything first: its rows are those whose bytes the raw copies write.
        await polls.BeginSlotAsync(PollParts.All);
        await polls.CommitAsync();
        var quotes = await RawCopy.OfAsync(database, "quote", QuoteSql.Columns, "true");
        var points = await RawCopy.OfAsync(database, "price_point", PointColumns, $"at = '{polls.At:O}'");
        var candles = await RawCopy.OfAsync(database, "candle", CandleSql.Columns, $"interval = '5m' AND open_time = '{polls.At:O}'");

        Contender[] contenders =
        [
            new("quotes: raw COPY", scale.Assets, quotes.EmptyAsync, quotes.WriteAsync),
            new("quotes: known", scale.Assets, () => polls.GoOnAsync(PollParts.Quotes), polls.CommitAsync),
            new("quotes: new", scale.Assets, polls.ForgetQuotesAsync, polls.CommitAsync),
            new("points: raw COPY", scale.Assets, points.EmptyAsync, points.WriteAsync),
            new("points: raw COPY into the table itself", scale.Assets, points.ClearSourceAsync, points.WriteToSourceAsync),
            new("points: of a new slot", scale.Assets, () => polls.BeginSlotAsync(PollParts.Points), polls.CommitAsync),
            new("points: of a slot that is taken", scale.Assets, () => polls.GoOnAsync(PollParts.Points), polls.CommitAsync),
            new("candles: raw COPY", scale.Assets, candles.EmptyAsync, candles.WriteAsync),
            new("candles: raw COPY into the table itself", scale.Assets, candles.ClearSourceAsync, candles.WriteToSourceAsync),
            new("candles: new", scale.Assets, () => polls.BeginSlotAsync(PollParts.FineCandles), polls.CommitAsync),
            new("candles: replaced", scale.Assets, () => polls.GoOnAsync(PollParts.FineCandles), polls.CommitAsync),
            new("poll: of a new slot", 5 * scale.Assets, () => polls.BeginSlotAsync(PollParts.All), polls.CommitAsync),
            new("poll: of a slot that is taken", 5 * scale.Assets, () => polls.GoOnAsync(PollParts.All), polls.CommitAsync),
        ];
        var measured = await Rounds.RunAsync(
            contenders, scale.Rounds, () => database.ScalarAsync<decimal>("SELECT pg_current_wal_insert_lsn() - '0/0'"));

        var table = new MarkdownTable("write", "rows", "ms", "rows/s", "of raw COPY", "WAL bytes/row", "allocated bytes/row");
        Measured? raw = null;
        foreach (var one in measured)
        {
            raw = one.Contender.Name.EndsWith(": raw COPY", StringComparison.Ordinal) ? one : raw;
            table.Add(
                one.Contender.Name,
                one.Contender.Rows,
                one.Seconds * 1000,
                one.RowsPerSecond,
                one.Contender.Name.StartsWith("poll", StringComparison.Ordinal) ? "" : one.RowsPerSecond / raw!.RowsPerSecond,
                one.WalBytes / one.Contender.Rows,
                one.AllocatedBytes / one.Contender.Rows);
        }

        table.Print();
        Console.WriteLine($"\nPeak memory of the process, with the rows of all contenders: {ProcessMeter.PeakBytes(Environment.ProcessId) >> 20} MiB");
    }
}
