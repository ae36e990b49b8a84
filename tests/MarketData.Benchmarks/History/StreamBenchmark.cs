using MarketData.Benchmarks.Seeding;
using MarketData.Benchmarks.Servers;
using MarketData.Candles;

namespace MarketData.Benchmarks.History;

/// <summary>Memory of the service while it streams ten years of hourly candles, against what it holds after a short answer.</summary>
internal static class StreamBenchmark
{
    public static async Task RunAsync(BenchmarkServer server, Scale scale)
    {
        await using var database = await server.CreateDatabaseAsync();
        await AssetSeed.AddAsync(database, 1);
        var hours = (int)await HistorySeed.AddAsync(database, CandleInterval.OneHour, 1, 1, scale.StreamedHours);
        await using var service = await ServiceProcess.StartAsync(database);

        // Enough short answers that the heap has its size: what is compared is the length of an answer, not the first against the second.
        for (var i = 0; i < scale.Requests; i++)
        {
            await ReadAsync(service, "text/csv", 500);
        }

        var table = new MarkdownTable("answer", "rows", "MB", "memory before, MiB", "most memory, MiB");
        foreach (var accept in (string[])["text/csv", "application/x-ndjson"])
        {
            var before = ProcessMeter.ResidentBytes(service.Id) >> 20;
            var (bytes, most) = await ReadAsync(service, accept, hours);
            table.Add(accept, hours, bytes / 1e6, before, most >> 20);
        }

        table.Print();
    }

    private static async Task<(long Bytes, long MostMemory)> ReadAsync(ServiceProcess service, string accept, int rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/assets/asset-1/candles?interval=1h&from=2010-01-01&limit={rows}");
        request.Headers.Add("Accept", accept);
        using var response = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var (bytes, lines, most) = (0L, 0, 0L);
        for (int length; (length = await body.ReadAsync(buffer)) > 0; bytes += length)
        {
            lines += buffer.AsSpan(0, length).Count((byte)'\n');
            most = Math.Max(most, ProcessMeter.ResidentBytes(service.Id));
        }

        return lines >= rows ? (bytes, most) : throw new InvalidOperationException($"{lines} lines instead of {rows}.");
    }
}
