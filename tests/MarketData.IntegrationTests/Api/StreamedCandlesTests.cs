using System.Runtime.CompilerServices;
using MarketData.Candles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarketData.IntegrationTests.Api;

/// <summary>Ten years of candles as rows: the service is never far ahead of its reader, and stops when the reader goes.</summary>
public sealed class StreamedCandlesTests : IAsyncLifetime
{
    private const int TenYearsOfFiveMinutes = 1_000_000;

    // What lies between the two: the rows of a flush, and the buffers of the connection, 64 KiB each.
    private const int MostAhead = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly EndlessCandles _candles = new();
    private MarketDataApp _app = null!;

    public async Task InitializeAsync() => _app = await MarketDataApp.StartPolledAsync(services: services =>
    {
        services.RemoveAll<ICandleStore>();
        services.AddSingleton<ICandleStore>(_candles);
    });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("text/csv", 1)]
    [InlineData("application/x-ndjson", 0)]
    public async Task GetCandles_TenYears_AreReadFromTheStoreOnlyAsFastAsTheyAreTaken(string accept, int headerLines)
    {
        using var client = _app.CreateClient();
        using var response = await GetAsync(client, accept);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[16 * 1024];
        var (lines, most) = (0L, 0L);

        for (int length; (length = await body.ReadAsync(buffer)) > 0;)
        {
            lines += buffer.AsSpan(0, length).Count((byte)'\n');
            most = Math.Max(most, _candles.Given - lines);
        }

        lines.ShouldBe(TenYearsOfFiveMinutes + headerLines);
        most.ShouldBeLessThan(MostAhead, "Rows are gathered before they are sent: memory grows with the range.");
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task GetCandles_ReaderGoesInTheMiddle_EndsTheQuery(string accept)
    {
        using var client = _app.CreateClient();
        var response = await GetAsync(client, accept);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[100_000]);

        response.Dispose();

        await _candles.Ended.WaitAsync(Patience);
        _candles.Given.ShouldBeLessThan(TenYearsOfFiveMinutes / 2);
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string accept)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"/v1/assets/bitcoin/candles?interval=5m&from=2015-01-01&limit={TenYearsOfFiveMinutes}");
        request.Headers.Add("Accept", accept);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.IsSuccessStatusCode.ShouldBeTrue();
        return response;
    }

    /// <summary>Gives as many candles as are asked for, and counts them.</summary>
    private sealed class EndlessCandles : MemoryCandleStore
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _given;

        public long Given => Interlocked.Read(ref _given);

        /// <summary>When the reading ended, for whatever reason.</summary>
        public Task Ended => _ended.Task;

        public override async IAsyncEnumerable<Candle> ReadAsync(
            int assetId,
            CandleInterval interval,
            DateTimeOffset from,
            DateTimeOffset to,
            int limit,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                for (var i = 0; i < limit; i++)
                {
                    if (i % 100 == 0)
                    {
                        await Task.Yield();
                    }

                    cancellationToken.ThrowIfCancellationRequested();
                    Interlocked.Increment(ref _given);
                    var openTime = from + (i * interval.Width());
                    yield return new Candle
                    {
                        AssetId = assetId,
                        Interval = interval,
                        OpenTime = openTime,
                        Origin = CandleOrigin.Own,
                        Open = 1.1m,
                        High = 2.2m,
                        Low = 0.3m,
                        Close = 1.4m,
                        FirstAt = openTime,
                        LastAt = openTime,
                        Source = "coingecko",
                    };
                }
            }
            finally
            {
                _ended.TrySetResult();
            }
        }
    }
}
