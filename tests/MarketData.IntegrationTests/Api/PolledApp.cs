using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Api;

/// <summary>A service over the usual market, with every source polled once, that the tests of a class share; none of them changes it.</summary>
public sealed class PolledApp : IAsyncLifetime
{
    internal MarketDataApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await MarketDataApp.StartPolledAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}

/// <summary>The same over <see cref="VariedMarket"/>.</summary>
public sealed class VariedApp : IAsyncLifetime
{
    private FakeUpstream _upstream = null!;

    internal MarketDataApp App { get; private set; } = null!;

    internal VariedMarket Market { get; } = new();

    public async Task InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();
        _upstream.SetAnswer(CoinGeckoRows.Path, Market.ToCoinGecko(DateTimeOffset.UtcNow));
        App = await MarketDataApp.StartPolledAsync(upstream: _upstream);
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await _upstream.DisposeAsync();
    }
}
