using System.Text.Json;
using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Api;

public sealed class SourcesEndpointsTests
{
    [Fact]
    public async Task GetSources_BeforeTheFirstPoll_SaysWaiting()
    {
        await using var app = await MarketDataApp.StartAsync(AssetsEndpointsTests.BothSources());

        var sources = (await app.GetJsonAsync("/v1/sources")).GetProperty("data").EnumerateArray().ToList();

        sources.Select(source => source.Text("name")).ShouldBe(["coingecko", "coinpaprika"]);
        sources.ShouldAllBe(source => source.Text("state") == "waiting" && source.IsNull("last_run") && source.IsNull("age_seconds"));
    }

    [Fact]
    public async Task GetSources_AfterAPoll_TellsWhatItBrought()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?>
        {
            ["Ingestion:Sources:DefiLlama:Enabled"] = "true",
            ["Ingestion:Sources:CoinGecko:RequestsPerMinute"] = "30",
            ["Ingestion:Sources:CoinGecko:RequestsPerMonth"] = "9000",
        });

        var coinGecko = await SourceAsync(app, "coingecko");
        var defiLlama = await SourceAsync(app, "defillama");

        coinGecko.Text("state").ShouldBe("ok");
        coinGecko.GetProperty("gives_quotes").GetBoolean().ShouldBeTrue();
        coinGecko.GetProperty("interval_seconds").GetDouble().ShouldBe(600);
        coinGecko.GetProperty("age_seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        var run = coinGecko.GetProperty("last_run");
        run.Text("outcome").ShouldBe("succeeded");
        run.GetProperty("quotes_accepted").GetInt32().ShouldBe(20);
        run.GetProperty("requests").GetInt32().ShouldBe(4);
        run.IsNull("error").ShouldBeTrue();
        var budget = coinGecko.GetProperty("budget");
        budget.GetProperty("per_minute").GetInt32().ShouldBe(30);
        budget.GetProperty("per_month").GetInt32().ShouldBe(9000);
        budget.GetProperty("used_this_month").GetInt32().ShouldBe(4);
        defiLlama.GetProperty("gives_quotes").GetBoolean().ShouldBeFalse();
        defiLlama.GetProperty("budget").IsNull("per_month").ShouldBeTrue();
    }

    [Fact]
    public async Task GetSources_PollFailed_SaysWhyAndKeepsTheAgeOfTheLastGoodOne()
    {
        await using var app = await MarketDataApp.StartPolledAsync();
        app.Upstream.Fault("/coins/markets", UpstreamFault.Html, count: -1);
        await app.PollAsync("coingecko");

        var source = await SourceAsync(app, "coingecko");

        source.Text("state").ShouldBe("failing");
        source.GetProperty("last_run").Text("error_code").ShouldBe("not_json");
        source.IsNull("age_seconds").ShouldBeFalse();
    }

    [Fact]
    public async Task GetSources_PartOfAPollFailed_SaysPartial()
    {
        await using var app = await MarketDataApp.StartAsync();
        app.Upstream.Fault("/coins/categories", UpstreamFault.Garbage, count: -1);
        await app.PollAsync("coingecko");

        var source = await SourceAsync(app, "coingecko");

        source.Text("state").ShouldBe("partial");
        source.GetProperty("last_run").Text("error")!.ShouldContain("coins/categories");
        (await app.GetPriceAsync("bitcoin")).ShouldBe(60_000m);
    }

    [Fact]
    public async Task GetSources_ProviderShutUsOut_SaysUntilWhen()
    {
        await using var app = await MarketDataApp.StartAsync();
        app.Upstream.Fault("/coins/markets", UpstreamFault.RateLimited, seconds: 3600);
        await app.PollAsync("coingecko");

        var source = await SourceAsync(app, "coingecko");

        source.Text("state").ShouldBe("banned");
        source.GetProperty("budget").GetProperty("banned_until").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(50));
    }

    private static async Task<JsonElement> SourceAsync(MarketDataApp app, string name) =>
        (await app.GetJsonAsync("/v1/sources")).GetProperty("data").EnumerateArray().Single(source => source.Text("name") == name);
}
