using MarketData.IntegrationTests.Api;
using MarketData.Snapshots;
using MarketData.Streaming;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Streaming;

/// <summary>The service over real connections, with a market that tests publish themselves.</summary>
internal static class StreamApp
{
    public static Task<MarketDataApp> StartAsync(params (string Name, string Value)[] settings) => MarketDataApp.StartPolledAsync(
        settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value), usesKestrel: true);

    public static Uri AddressOf(MarketDataApp app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal));

    public static StreamHub Hub(MarketDataApp app) => app.Services.GetRequiredService<StreamHub>();

    /// <summary>A client whose connections are as many as are asked for.</summary>
    public static HttpClient ClientOf(MarketDataApp app)
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = AddressOf(app), Timeout = Timeout.InfiniteTimeSpan };
        if (app.Key is not null)
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", app.Key);
        }

        return client;
    }

    /// <summary>Publishes the market with other prices, in US dollars by asset.</summary>
    public static MarketSnapshot Publish(MarketDataApp app, params (string Id, decimal Price)[] prices)
    {
        var current = Current(app);
        var changed = prices.ToDictionary(price => price.Id, price => price.Price);
        return Publish(app, [.. current.Rows.Select(row => changed.TryGetValue(row.Asset.Slug, out var price) ? WithPrice(row, price) : row)]);
    }

    /// <summary>Publishes other rows, each with the same figures but for their prices.</summary>
    public static MarketSnapshot Publish(MarketDataApp app, IReadOnlyList<MarketRow> rows)
    {
        var current = Current(app);
        var next = new MarketSnapshot(rows)
        {
            Version = current.Version + 1,
            BuiltAt = current.BuiltAt,
            AsOf = current.AsOf,
            Stale = current.Stale,
            NextStaleAt = current.NextStaleAt,
            Sources = current.Sources,
            EncodedRows = AssetEncoder.EncodeAll(rows),
            Currencies = current.Currencies,
            Categories = current.Categories,
            Totals = current.Totals,
            Tiers = current.Tiers,
            Sentiments = current.Sentiments,
            Collisions = current.Collisions,
        };
        app.Services.GetRequiredService<SnapshotHolder>().Publish(next);
        return next;
    }

    /// <summary>So many assets with the figures of the first, which make a snapshot as long as a test needs it.</summary>
    public static MarketSnapshot PublishMany(MarketDataApp app, int count, decimal price)
    {
        var model = Current(app).Rows[0];
        return Publish(app, [.. Enumerable.Range(1, count).Select(i => WithPrice(
            model with { Asset = model.Asset with { Id = 1_000_000 + i, Slug = $"many-{i}" }, SourceIds = [], Contracts = [] }, price))]);
    }

    public static MarketSnapshot Current(MarketDataApp app) => app.Services.GetRequiredService<SnapshotHolder>().Required;

    /// <summary>Waits until something holds that does so by itself before long.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static MarketRow WithPrice(MarketRow row, decimal price) =>
        row with { Quote = row.Quote! with { Figures = row.Quote.Figures with { Price = price } } };
}
