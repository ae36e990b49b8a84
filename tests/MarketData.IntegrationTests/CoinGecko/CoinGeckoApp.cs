using System.Text.Json;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

/// <summary>A service asked as CoinGecko's clients ask. Every answer is checked against the document of its shapes.</summary>
internal sealed class CoinGeckoApp : IAsyncDisposable
{
    // That which is written down: another test holds the one that is served to it, and making that anew for each test takes longer than the test.
    private static readonly Lazy<OpenApiDocument> Document = new(() => OpenApiDocument.OfContract("coingecko"));

    private CoinGeckoApp(MarketDataApp app) => App = app;

    public MarketDataApp App { get; }

    /// <summary>Asks a service that a test has started; it is disposed of with this.</summary>
    public static CoinGeckoApp Of(MarketDataApp app) => new(app);

    /// <summary>A service whose CoinGecko gives these rows, polled once.</summary>
    public static async Task<CoinGeckoApp> StartAsync(params string[] rows) => new(await CoinGeckoRows.StartAsync(CoinGeckoRows.Of(rows)));

    public async Task<ApiAnswer> SendAsync(string request)
    {
        var answer = await App.SendAsync(HttpMethod.Get, "/api/v3/" + request);
        Document.Value.Check("GET", "/api/v3/" + request.Split('?')[0], answer).ShouldBeEmpty(answer.Text);
        return answer;
    }

    /// <summary>The JSON of an answer with status 200.</summary>
    public async Task<JsonElement> GetAsync(string request)
    {
        var answer = await SendAsync(request);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json;
    }

    /// <summary>Status and body of an answer.</summary>
    public async Task<(int Status, string Body)> GetErrorAsync(string request)
    {
        var answer = await SendAsync(request);
        return (answer.Status, answer.Text);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
