using MarketData.Access;
using MarketData.Candles;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

/// <summary>Answers in CoinGecko's shapes are kept as our own are: pages by the snapshot, the past through the cache.</summary>
public sealed class CoinGeckoCachingTests
{
    private const string Markets = "/api/v3/coins/markets?vs_currency=usd&per_page=2";

    public static TheoryData<string> SnapshotAddresses() =>
    [
        "simple/price?ids=bitcoin&vs_currencies=usd", "simple/token_price/ethereum?contract_addresses=0x1f9840a85d5af5bf1d1762f925bdaddc4201f984&vs_currencies=usd",
        "simple/supported_vs_currencies", "coins/list", "coins/list/new", "coins/markets?vs_currency=eur&per_page=2", "coins/bitcoin", "coins/bitcoin/tickers",
        "coins/ethereum/contract/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984", "coins/categories", "coins/categories/list", "coins/top_gainers_losers?vs_currency=usd",
        "asset_platforms", "exchange_rates", "search?query=bit", "search/trending", "global", "global/decentralized_finance_defi",
    ];

    [Theory]
    [MemberData(nameof(SnapshotAddresses))]
    public async Task Get_OfTheSnapshot_IsKeptAndValidates(string address)
    {
        await using var app = await MarketDataApp.StartPolledAsync();
        var path = "/api/v3/" + address;
        var counts = new PageCounts(app.Services);

        var first = await app.SendAsync(HttpMethod.Get, path);
        await app.SendAsync(HttpMethod.Get, path);
        var third = await app.SendAsync(HttpMethod.Get, path);

        first.Status.ShouldBe(200, first.Text);
        third.Text.ShouldBe(first.Text);
        third.Headers["ETag"].ShouldBe(first.Headers["ETag"]);
        third.Headers["Cache-Control"].ShouldStartWith("public, max-age=");
        counts.Read().ShouldBe((1, 2));
        (await SendAsync(app, path, ("If-None-Match", first.Headers["ETag"]))).Status.ShouldBe(304);
    }

    [Fact]
    public async Task Markets_Kept_HasThePagingHeaders()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        var first = await app.SendAsync(HttpMethod.Get, Markets + "&page=2");
        await app.SendAsync(HttpMethod.Get, Markets + "&page=2");
        var kept = await app.SendAsync(HttpMethod.Get, Markets + "&page=2");

        first.Headers["per-page"].ShouldBe("2");
        foreach (var header in (string[])["total", "per-page", "Link"])
        {
            kept.Headers[header].ShouldBe(first.Headers[header]);
        }
    }

    [Fact]
    public async Task Markets_KeptForAll_ShowsNoParameterThatOneOfThemMadeUp()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        await app.SendAsync(HttpMethod.Get, Markets + "&mine=secret");
        await app.SendAsync(HttpMethod.Get, Markets + "&mine=secret");
        var other = await app.SendAsync(HttpMethod.Get, Markets);

        other.Headers["Link"].ShouldContain("per_page=2");
        other.Headers["Link"].ShouldNotContain("secret");
    }

    [Fact]
    public async Task Markets_ListOfIdsWithAndWithoutTheUsualPageSize_AreTwoPages()
    {
        await using var app = await CoinGeckoApp.StartAsync([.. Enumerable.Range(0, 120).Select(i => CoinGeckoRows.Row("coin-" + i, "\"current_price\": 2"))]);
        var ids = string.Join(',', Enumerable.Range(0, 120).Select(i => "coin-" + i));

        for (var i = 0; i < 3; i++)
        {
            (await app.GetAsync($"coins/markets?vs_currency=usd&per_page=100&ids={ids}")).GetArrayLength().ShouldBe(100);
            (await app.GetAsync($"coins/markets?vs_currency=usd&ids={ids}")).GetArrayLength().ShouldBe(120);
        }
    }

    [Theory]
    [InlineData("/api/v3", "x_cg_demo_api_key")]
    [InlineData("/api/v3", "x_cg_pro_api_key")]
    [InlineData("/gecko", "x_cg_demo_api_key")]
    public async Task Get_KeyInTheQuery_IsPrivateAndInNoLinkOrKeptPage(string prefix, string parameter)
    {
        await using var app = await MarketDataApp.StartPolledAsync(
            new Dictionary<string, string?> { ["Access:Anonymous"] = "false", ["CoinGecko:Prefixes:0"] = "/api/v3", ["CoinGecko:Prefixes:1"] = "/gecko" });
        var keys = new[] { await app.CreateKeyAsync(AccessScopes.Read), await app.CreateKeyAsync(AccessScopes.Read) };
        var path = prefix + Markets["/api/v3".Length..];
        var counts = new PageCounts(app.Services);

        foreach (var key in keys.Concat(keys))
        {
            var answer = await app.SendAsync(HttpMethod.Get, $"{path}&{parameter}={key}");

            answer.Status.ShouldBe(200, answer.Text);
            answer.Headers["Cache-Control"].ShouldContain("private");
            answer.Headers["Cache-Control"].ShouldNotContain("public");
            answer.Headers["Link"].ShouldNotContain(parameter);
        }

        // One page for both keys: neither is part of what it is found by.
        counts.Read().ShouldBe((2, 2));
        (await app.SendAsync(HttpMethod.Get, path)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("coins/bitcoin/market_chart?vs_currency=usd&days=90")]
    [InlineData("coins/bitcoin/ohlc?vs_currency=usd&days=30&interval=hourly")]
    [InlineData("coins/bitcoin/history?date=2026-03-04")]
    public async Task Get_OfThePast_IsReadOnceUntilSomethingIsStored(string request)
    {
        await using var app = await HistoryApp.StartAsync();
        app.Add(CandleInterval.OneHour, 50);
        var path = "/api/v3/" + request;

        var first = await app.App.SendAsync(HttpMethod.Get, path);
        var reads = app.Store.Reads;
        var second = await app.App.SendAsync(HttpMethod.Get, path);

        first.Status.ShouldBe(200, first.Text);
        reads.ShouldBeGreaterThan(0);
        second.Text.ShouldBe(first.Text);
        app.Store.Reads.ShouldBe(reads);

        await app.App.PollAsync("coingecko");
        await app.App.SendAsync(HttpMethod.Get, path);

        app.Store.Reads.ShouldBeGreaterThan(reads);
    }

    [Fact]
    public async Task Get_OfThePastInOtherWords_IsOneAnswer()
    {
        await using var app = await HistoryApp.StartAsync();
        app.Add(CandleInterval.OneHour, 50);
        await app.App.GetJsonAsync("/api/v3/coins/bitcoin/ohlc?vs_currency=usd&days=30&interval=hourly");
        var reads = app.Store.Reads;

        await app.App.GetJsonAsync("/api/v3/coins/bitcoin/ohlc?interval=hourly&days=30&vs_currency=usd&x_cg_demo_api_key=CG-1&made_up=2&precision=");

        app.Store.Reads.ShouldBe(reads);
        await app.App.GetJsonAsync("/api/v3/coins/bitcoin/ohlc?vs_currency=usd&days=29&interval=hourly");
        app.Store.Reads.ShouldBeGreaterThan(reads);
    }

    private static async Task<(int Status, string Text)> SendAsync(MarketDataApp app, string path, (string Name, string Value) header)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation(header.Name, header.Value).ShouldBeTrue();
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
