using MarketData.Candles;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarketData.IntegrationTests.Api;

/// <summary>The service over a history made by the test, at a time that stands still.</summary>
internal sealed class HistoryApp(MarketDataApp app, MemoryCandleStore store) : IAsyncDisposable
{
    /// <summary>A Wednesday, in the middle of intervals of every width.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 13, 47, 11, TimeSpan.Zero);

    public MarketDataApp App { get; } = app;

    public MemoryCandleStore Store { get; } = store;

    /// <param name="shared">History to share with another service; by default one of its own.</param>
    /// <param name="settings">Settings beside the usual ones.</param>
    public static async Task<HistoryApp> StartAsync(MemoryCandleStore? shared = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var store = shared ?? new MemoryCandleStore();
        var app = await MarketDataApp.StartPolledAsync(
            new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["Ingestion:Sources:DefiLlama:Enabled"] = "false" },
            time: new StandingTime(),
            services: services =>
            {
                services.RemoveAll<ICandleStore>();
                services.AddSingleton<ICandleStore>(store);
            });
        return new HistoryApp(app, store);
    }

    public int IdOf(string slug)
    {
        var snapshot = App.Services.GetRequiredService<SnapshotHolder>().Required;
        return snapshot.Rows[snapshot.Find(slug)!.Value].Asset.Id;
    }

    /// <summary>
    /// Candles of bitcoin up to now, oldest first: invented, the same in every run, of two origins and sources, with volumes that are
    /// not always known. Those that <paramref name="isMissing"/> names are left out.
    /// </summary>
    public List<Candle> Add(CandleInterval interval, int count, Func<int, bool>? isMissing = null)
    {
        var assetId = IdOf("bitcoin");
        var first = interval.OpenTimeOf(Now) - ((count - 1) * interval.Width());
        List<Candle> candles = [.. Enumerable.Range(0, count).Where(i => isMissing?.Invoke(i) != true).Select(i =>
        {
            var open = 1_000m + (i * 7919 % 1009) + 0.123456789012345678m;
            var isProvider = i % 5 != 0;
            return new Candle
            {
                AssetId = assetId,
                Interval = interval,
                OpenTime = first + (i * interval.Width()),
                Origin = isProvider ? CandleOrigin.Provider : CandleOrigin.Own,
                Open = open,
                High = open + (i % 13),
                Low = open - (i % 11),
                Close = open + (i % 3) - 1,
                Volume = i % 17 == 0 ? null : 0.00000000001m * i,
                MarketCap = i % 2 == 0 ? null : 20_000_000_000_000_000_000m + i,
                Volume24h = i % 4 == 0 ? null : 0.5m + i,
                FirstAt = first + (i * interval.Width()),
                LastAt = first + (i * interval.Width()) + (interval.Width() * 0.9),
                Source = isProvider ? "coinpaprika" : "alternative,coingecko",
            };
        })];
        Store.Candles.AddRange(candles);
        return candles;
    }

    /// <summary>A point of bitcoin in each slot up to now.</summary>
    public void AddPoints(int count)
    {
        var assetId = IdOf("bitcoin");
        var last = PricePoint.SlotOf(Now);
        Store.Points.AddRange(Enumerable.Range(0, count).Select(i => last - (i * PricePoint.Grid)).Select(at =>
            new PricePoint(assetId, at, at.AddSeconds(30), 100m + (at.ToUnixTimeSeconds() / 300 % 97), null, 3m, "coingecko")));
    }

    /// <summary>Body and content type of an answer with status 200.</summary>
    public async Task<(string Body, string? Type)> GetTextAsync(string path, string accept)
    {
        using var client = App.CreateClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        using var response = await client.GetAsync(path);
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, $"{path}: {body}");
        return (body, response.Content.Headers.ContentType?.MediaType);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private sealed class StandingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
