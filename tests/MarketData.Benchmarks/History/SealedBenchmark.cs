using System.Globalization;
using System.IO.Compression;
using System.Text;
using MarketData.Benchmarks.Seeding;
using MarketData.Benchmarks.Servers;
using MarketData.Candles;
using MarketData.Database.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketData.Benchmarks.History;

/// <summary>What sealing a closed month would bring: all hourly candles of an asset in one row, every digit kept, against a row each.</summary>
internal static class SealedBenchmark
{
    private const int Hours = 28 * 24;
    private const int ReadsOfARun = 100;

    private static readonly DateTimeOffset Start = HistorySeed.End.AddHours(-Hours);

    public static async Task RunAsync(BenchmarkServer server, Scale scale)
    {
        var assets = Math.Min(scale.Assets, scale.HourlyAssets);
        await using var database = await server.CreateDatabaseAsync();
        await AssetSeed.AddAsync(database, assets);
        var rows = await HistorySeed.AddAsync(database, CandleInterval.OneHour, 1, assets, Hours);
        await SealAsync(database, assets);
        await database.ExecuteAsync("VACUUM ANALYZE");

        var store = new PostgresCandleStore(database.DataSource, NullLogger<PostgresCandleStore>.Instance);
        var next = 0;
        int NextAsset() => (next++ % assets) + 1;
        Contender[] contenders =
        [
            new("round trip", 1, NothingAsync, () => RepeatAsync(() => database.ScalarAsync<int>("SELECT 1"))),
            new("a row each, through the store", Hours, NothingAsync, () => RepeatAsync(() => ReadRowsAsync(store, NextAsset()))),
            new("one sealed row, unpacked", Hours, NothingAsync, () => RepeatAsync(() => ReadSealedAsync(database, NextAsset()))),
        ];
        var measured = await Rounds.RunAsync(contenders, scale.Rounds, () => Task.FromResult(0m));

        var bytes = await database.ScalarAsync<long>("SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('candle')");
        var sealedBytes = await database.ScalarAsync<long>("SELECT pg_total_relation_size('candle_sealed')");
        var table = new MarkdownTable("read of an asset's month", "µs", "of a round trip", "bytes a candle with index");
        foreach (var one in measured)
        {
            table.Add(
                one.Contender.Name,
                one.Seconds * 1e6 / ReadsOfARun,
                one.Seconds / measured[0].Seconds,
                one == measured[0] ? "" : (double)(one == measured[1] ? bytes : sealedBytes) / rows);
        }

        table.Print();
    }

    private static Task NothingAsync() => Task.CompletedTask;

    private static async Task RepeatAsync(Func<Task> read)
    {
        for (var i = 0; i < ReadsOfARun; i++)
        {
            await read();
        }
    }

    /// <summary>Each asset's candles as text, compressed: simple, exact, and no smaller than a form made for it would be.</summary>
    private static async Task SealAsync(BenchmarkDatabase database, int assets)
    {
        await database.ExecuteAsync("""
            CREATE TABLE candle_sealed (
                asset_id integer, interval text, month date, candles bytea, PRIMARY KEY (asset_id, interval, month));
            ALTER TABLE candle_sealed ALTER COLUMN candles SET STORAGE EXTERNAL
            """);
        for (var asset = 1; asset <= assets; asset++)
        {
            var text = new StringBuilder();
            foreach (var candle in Enumerable.Range(0, Hours).Select(hour => InventedMarket.Candle(asset, CandleInterval.OneHour, Start.AddHours(hour + 0.9))))
            {
                text.Append(CultureInfo.InvariantCulture, $"{candle.OpenTime.ToUnixTimeSeconds()},{candle.Open},{candle.High},{candle.Low},{candle.Close},{candle.MarketCap},{candle.Volume24h},{candle.FirstAt.UtcTicks},{candle.LastAt.UtcTicks}\n");
            }

            using var packed = new MemoryStream();
            await using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await brotli.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
            }

            await using var insert = database.DataSource.CreateCommand("INSERT INTO candle_sealed VALUES ($1, '1h', '2026-02-01', $2)");
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = asset });
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = packed.ToArray() });
            await insert.ExecuteNonQueryAsync();
        }
    }

    private static async Task ReadRowsAsync(PostgresCandleStore store, int asset) => Check(
        await store.ReadAsync(asset, CandleInterval.OneHour, Start, HistorySeed.End, int.MaxValue, CancellationToken.None).CountAsync());

    private static async Task ReadSealedAsync(BenchmarkDatabase database, int asset)
    {
        await using var select = database.DataSource.CreateCommand(
            "SELECT candles FROM candle_sealed WHERE asset_id = $1 AND interval = '1h' AND month = '2026-02-01'");
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = asset });
        using var packed = new MemoryStream((byte[])(await select.ExecuteScalarAsync())!);
        using var text = new StreamReader(new BrotliStream(packed, CompressionMode.Decompress));
        var candles = new List<Candle>(Hours);
        while (await text.ReadLineAsync() is { } line)
        {
            candles.Add(Parse(asset, line.Split(',')));
        }

        Check(candles.Count);
    }

    private static Candle Parse(int asset, string[] cells)
    {
        decimal Money(int cell) => decimal.Parse(cells[cell], CultureInfo.InvariantCulture);
        DateTimeOffset Time(int cell) => new(long.Parse(cells[cell], CultureInfo.InvariantCulture), TimeSpan.Zero);
        return new Candle
        {
            AssetId = asset,
            Interval = CandleInterval.OneHour,
            OpenTime = DateTimeOffset.FromUnixTimeSeconds(long.Parse(cells[0], CultureInfo.InvariantCulture)),
            Origin = CandleOrigin.Own,
            Open = Money(1),
            High = Money(2),
            Low = Money(3),
            Close = Money(4),
            MarketCap = Money(5),
            Volume24h = Money(6),
            FirstAt = Time(7),
            LastAt = Time(8),
            Source = InventedMarket.Source,
        };
    }

    private static void Check(int candles)
    {
        if (candles != Hours)
        {
            throw new InvalidOperationException($"{candles} candles instead of {Hours}.");
        }
    }
}
