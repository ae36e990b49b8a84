using System.Diagnostics;
using System.Globalization;
using MarketData.Benchmarks.Seeding;
using MarketData.Benchmarks.Servers;
using MarketData.Candles;
using Npgsql;

namespace MarketData.Benchmarks.History;

/// <summary>
/// A year of one asset's daily candles from a cold service over HTTP, against the bare query through Npgsql: processor time of the
/// service for an answer. No asset and range is asked for twice.
/// </summary>
internal static class ReadBenchmark
{
    private const int Days = 365;

    private const string BareQuery = """
        SELECT open_time, open, high, low, close, volume, market_cap, volume_24h, first_at, last_at, source, origin
        FROM candle
        WHERE asset_id = $1 AND interval = '1d' AND open_time >= $2 AND open_time < $3
        ORDER BY open_time, origin
        """;

    public static async Task RunAsync(BenchmarkServer server, Scale scale)
    {
        var table = new MarkdownTable("assets", "years", "rows", "bare query, µs", "HTTP, µs", "HTTP of bare", "bytes a candle", "median ms");
        foreach (var (assets, years) in scale.Growth)
        {
            await using var database = await server.CreateDatabaseAsync();
            await AssetSeed.AddAsync(database, assets);
            var rows = await HistorySeed.AddAsync(database, CandleInterval.OneDay, 1, assets, years * Days);
            if (assets == scale.Assets)
            {
                rows += await HistorySeed.AddAsync(database, CandleInterval.OneHour, 1, scale.HourlyAssets, scale.HourlyDays * 24);
            }

            await database.ExecuteAsync("VACUUM ANALYZE candle");
            var bytes = await database.ScalarAsync<long>("SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('candle')");
            await using var service = await ServiceProcess.StartAsync(database);
            var requests = scale.Requests;
            var bare = new List<double>();
            var http = new List<double>();
            var times = new List<double>();
            var asked = 0;
            for (var round = 0; round < scale.Rounds; round++)
            {
                var isWarmUp = round == 0;
                var bareCpu = await BareAsync(database, Ranges(assets, years, asked, requests));
                var httpCpu = await HttpAsync(service, Ranges(assets, years, asked + requests, requests), times);
                asked += 2 * requests;
                if (!isWarmUp)
                {
                    bare.Add(bareCpu.TotalMicroseconds / requests);
                    http.Add(httpCpu.TotalMicroseconds / requests);
                }
            }

            table.Add(
                assets, years, rows, Rounds.Median(bare), Rounds.Median(http), Rounds.Median(http) / Rounds.Median(bare), (double)bytes / rows, Rounds.Median(times));
        }

        table.Print();
    }

    /// <summary>Assets in turn, each with a range that begins at another microsecond: the same rows, but never the same request.</summary>
    private static IEnumerable<(int Asset, DateTimeOffset From, DateTimeOffset To)> Ranges(int assets, int years, int first, int count) =>
        Enumerable.Range(first, count).Select(i =>
        {
            var end = HistorySeed.End.AddDays(-(i % years) * Days);
            return ((int)(i * 7919L % assets) + 1, end.AddDays(-Days).AddTicks(-10L * (i + 1)), end.AddTicks(-10L * (i + 1)));
        });

    private static async Task<TimeSpan> BareAsync(BenchmarkDatabase database, IEnumerable<(int Asset, DateTimeOffset From, DateTimeOffset To)> ranges)
    {
        var before = ProcessMeter.Cpu(Environment.ProcessId);
        foreach (var (asset, from, to) in ranges)
        {
            await using var connection = await database.DataSource.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(BareQuery, connection);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = asset });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = to });
            await using var reader = await command.ExecuteReaderAsync();
            var rows = 0;
            while (await reader.ReadAsync())
            {
                rows++;
                _ = reader.GetDateTime(0);
                for (var column = 1; column <= 7; column++)
                {
                    _ = reader.IsDBNull(column) ? (decimal?)null : reader.GetDecimal(column);
                }

                _ = reader.GetDateTime(8);
                _ = reader.GetDateTime(9);
                _ = reader.GetString(10);
                _ = reader.GetString(11);
            }

            Check(rows);
        }

        return ProcessMeter.Cpu(Environment.ProcessId) - before;
    }

    private static async Task<TimeSpan> HttpAsync(
        ServiceProcess service, IEnumerable<(int Asset, DateTimeOffset From, DateTimeOffset To)> ranges, List<double> times)
    {
        var before = ProcessMeter.Cpu(service.Id);
        foreach (var (asset, from, to) in ranges)
        {
            var started = Stopwatch.GetTimestamp();
            var path = string.Create(
                CultureInfo.InvariantCulture,
                $"/v1/assets/asset-{asset}/candles?interval=1d&limit=365&from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}&to={to.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
            var body = await service.Client.GetByteArrayAsync(path);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Check(body.AsSpan().Count("open_time"u8));
        }

        return ProcessMeter.Cpu(service.Id) - before;
    }

    private static void Check(int rows)
    {
        if (rows != Days)
        {
            throw new InvalidOperationException($"{rows} candles instead of {Days}.");
        }
    }
}
