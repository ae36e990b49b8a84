using System.Text.Json;
using MarketData.Candles;
using MarketData.Signals.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

public sealed class SignalsEndpointsTests(SignalsApp app) : IClassFixture<SignalsApp>
{
    private static readonly DateTimeOffset Today = SignalsApp.Today;
    private readonly HistoryApp _app = app.History;

    [Fact]
    public async Task GetSignals_OfARule_HaveStateSinceAndPrice()
    {
        var answer = await _app.App.GetJsonAsync("/v1/signals?rule=donchian-breakout");

        var signals = answer.GetProperty("data").EnumerateArray().ToList();
        signals.Select(signal => signal.GetProperty("id").GetString()).ShouldBe(["ethereum", "bitcoin"]);
        var (ethereum, bitcoin) = (signals[0], signals[1]);
        bitcoin.GetProperty("state").GetString().ShouldBe("long");
        bitcoin.GetProperty("since").GetDateTimeOffset().ShouldBe(Today.AddDays(-5));
        bitcoin.GetProperty("since_price").GetDecimal().ShouldBe(120);
        bitcoin.GetProperty("day").GetDateTimeOffset().ShouldBe(Today.AddDays(-1));
        bitcoin.GetProperty("version").GetInt32().ShouldBe(1);
        bitcoin.GetProperty("strength").GetDouble().ShouldBe(1);
        var price = (await _app.App.GetPriceAsync("bitcoin"))!.Value;
        bitcoin.GetProperty("change_percentage").GetDouble().ShouldBe((double)((price / 120) - 1) * 100, 1e-9);
        ethereum.GetProperty("state").GetString().ShouldBe("flat");
        ethereum.GetProperty("since").GetDateTimeOffset().ShouldBe(Today.AddDays(-1));
        answer.GetProperty("rules").EnumerateArray().Single().GetProperty("entry").GetString().ShouldBe("the close is above the highest high of the 20 days before");
    }

    [Theory]
    [InlineData("state=long", "bitcoin")]
    [InlineData("state=flat", "ethereum")]
    [InlineData("ids=bitcoin,nowhere", "bitcoin")]
    [InlineData("since=2026-03-03", "ethereum")]
    [InlineData("since=2026-02-27", "ethereum,bitcoin")]
    [InlineData("since=2026-03-04", "")]
    [InlineData("tier=large", "ethereum,bitcoin")]
    [InlineData("tier=nano", "")]
    [InlineData("category=layer-1", "ethereum,bitcoin")]
    [InlineData("category=decentralized-finance-defi", "")]
    public async Task GetSignals_Filtered_GivesThoseThatFit(string filter, string expected)
    {
        var answer = await _app.App.GetJsonAsync("/v1/signals?rule=donchian-breakout&" + filter);

        string.Join(',', answer.GetProperty("data").EnumerateArray().Select(signal => signal.GetProperty("id").GetString())).ShouldBe(expected);
        answer.GetProperty("missing").GetArrayLength().ShouldBe(filter.Contains("nowhere", StringComparison.Ordinal) ? 1 : 0);
    }

    [Fact]
    public async Task GetSignals_AllPages_HoldEverySignalOnceInOrder()
    {
        var whole = (await _app.App.GetJsonAsync("/v1/signals?limit=500")).GetProperty("data").EnumerateArray().Select(row => row.GetRawText()).ToList();

        var paged = (await _app.App.GetAllAsync("/v1/signals?limit=3")).Select(row => row.GetRawText()).ToList();

        paged.ShouldBe(whole);
        whole.Count.ShouldBeGreaterThan(6);
    }

    [Fact]
    public async Task GetAssetSignals_EveryRule_IsListedKnownOrNot()
    {
        var answer = await _app.App.GetJsonAsync("/v1/assets/bitcoin/signals");

        var signals = answer.GetProperty("data").EnumerateArray().ToDictionary(signal => signal.GetProperty("rule").GetString()!);
        signals.Keys.ShouldBe(SignalRules.All.Select(rule => rule.Name));
        signals["golden-cross"].GetProperty("state").ValueKind.ShouldBe(JsonValueKind.Null);
        signals["ema-cross"].GetProperty("state").GetString().ShouldBe("long");
        answer.GetProperty("rules").GetArrayLength().ShouldBe(SignalRules.All.Count);
    }

    [Fact]
    public async Task GetAssetSignals_WithoutHistory_AreAllUnknown()
    {
        var signals = (await _app.App.GetJsonAsync("/v1/assets/uniswap/signals")).GetProperty("data").EnumerateArray().ToList();

        signals.Count.ShouldBe(SignalRules.All.Count);
        signals.ShouldAllBe(signal => signal.GetProperty("state").ValueKind == JsonValueKind.Null && signal.GetProperty("day").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task GetAssetSignals_OtherCurrency_ConvertsThePrice()
    {
        var usd = await SincePriceAsync("vs=usd");

        (await SincePriceAsync("vs=eur")).GetDouble().ShouldNotBe(usd.GetDouble());
        (await SincePriceAsync("vs=usd&numbers=string")).GetString().ShouldBe("120");

        async Task<JsonElement> SincePriceAsync(string query) =>
            (await _app.App.GetJsonAsync("/v1/assets/bitcoin/signals?" + query)).GetProperty("data").EnumerateArray()
                .Single(signal => signal.GetProperty("rule").GetString() == "donchian-breakout").GetProperty("since_price");
    }

    [Fact]
    public async Task GetSignals_OpenDay_IsProvisional()
    {
        // The price of the snapshot is far from the invented history: the open day as it stands breaks out or falls through.
        var signals = (await _app.App.GetJsonAsync("/v1/signals?rule=donchian-breakout")).GetProperty("data").EnumerateArray();

        foreach (var signal in signals)
        {
            var price = (await _app.App.GetPriceAsync(signal.GetProperty("id").GetString()!))!.Value;
            signal.GetProperty("provisional_state").GetString().ShouldBe(price > 130 ? "long" : "flat");
        }
    }

    [Fact]
    public async Task GetSignalPerformance_EveryRule_IsListedWithItsCost()
    {
        var free = await _app.App.GetJsonAsync("/v1/signals/performance?cost=0&rule=donchian-breakout");
        var dear = await _app.App.GetJsonAsync("/v1/signals/performance?cost=1&rule=donchian-breakout");

        // Ethereum was bought at the open after its breakout, which is that day's close, and still open at the last: only bitcoin and ethereum are known.
        var result = free.GetProperty("data")[0];
        result.GetProperty("assets").GetInt32().ShouldBe(2);
        result.GetProperty("open_trades").GetInt32().ShouldBe(2);
        result.GetProperty("trades").GetInt32().ShouldBe(0);
        result.GetProperty("hit_rate_percentage").ValueKind.ShouldBe(JsonValueKind.Null);
        result.GetProperty("total_return_percentage").GetDouble().ShouldBe(((1 + (50 / 130.0)) / 2 * 100) - 100, 1e-5);
        dear.GetProperty("data")[0].GetProperty("total_return_percentage").GetDouble().ShouldBe(((1 + (50 / 130.0)) / 2 * 99) - 100, 1e-5);
        dear.GetProperty("meta").GetProperty("cost_percentage").GetDouble().ShouldBe(1);
        free.GetProperty("meta").GetProperty("survivorship").GetString().ShouldNotBeNullOrEmpty();
        (await _app.App.GetJsonAsync("/v1/signals/performance")).GetProperty("data").GetArrayLength().ShouldBe(SignalRules.All.Count);
    }

    [Theory]
    [InlineData("/v1/signals?rule=foo", "rule", "invalid_parameter")]
    [InlineData("/v1/signals?state=short", "state", "invalid_parameter")]
    [InlineData("/v1/signals?category=zzz", "category", "unknown_category")]
    [InlineData("/v1/signals?cursor=x", "cursor", "invalid_cursor")]
    [InlineData("/v1/signals?vs=zzz", "vs", "unsupported_currency")]
    [InlineData("/v1/signals?limit=501", "limit", "invalid_parameter")]
    [InlineData("/v1/signals/performance?cost=0.3", "cost", "invalid_parameter")]
    [InlineData("/v1/assets/bitcoin/signals?vs=zzz", "vs", "unsupported_currency")]
    public async Task GetSignals_WhatItDoesNotTake_IsNamed(string path, string parameter, string code)
    {
        var (status, problem) = await _app.App.GetProblemAsync(path);

        status.ShouldBe(400);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    [Fact]
    public async Task GetSignals_CursorOfAnotherList_IsRefused()
    {
        var cursor = (await _app.App.GetJsonAsync("/v1/signals?limit=1")).GetProperty("next").GetString();

        (await _app.App.GetProblemAsync($"/v1/signals?state=long&cursor={cursor}")).Problem.GetProperty("code").GetString().ShouldBe("invalid_cursor");
    }

    [Fact]
    public async Task GetAssetSignals_NoSuchAsset_Is404() => (await _app.App.GetProblemAsync("/v1/assets/nowhere/signals")).Status.ShouldBe(404);
}

/// <summary>The service over the days of two assets: quiet, then bitcoin breaks out, and ethereum too, which falls back on the last closed day.</summary>
public sealed class SignalsApp : IAsyncLifetime
{
    internal static readonly DateTimeOffset Today = CandleInterval.OneDay.OpenTimeOf(HistoryApp.Now);

    internal HistoryApp History { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // The signals read the history when they see the first snapshot: the ids under which it must be there by then are those of a service before.
        var store = new MemoryCandleStore();
        await using (var before = await HistoryApp.StartAsync())
        {
            Add(store, before.IdOf("bitcoin"), 60, i => i < 5 ? 120 : 100);
            Add(store, before.IdOf("ethereum"), 60, i => i == 0 ? 50 : i < 4 ? 130 : 100);
        }

        History = await HistoryApp.StartAsync(store);
        await History.App.Services.GetRequiredService<SignalsWorker>().RunOnceAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await History.DisposeAsync();

    /// <summary>Days up to the last closed one. Closes are told by how many days ago they were, 0 being the last; each day opens at the close before.</summary>
    private static void Add(MemoryCandleStore store, int assetId, int count, Func<int, decimal> closeOf)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            var (open, close, day) = (closeOf(i + 1), closeOf(i), Today.AddDays(-1 - i));
            store.Candles.Add(new Candle
            {
                AssetId = assetId,
                Interval = CandleInterval.OneDay,
                OpenTime = day,
                Origin = CandleOrigin.Own,
                Open = open,
                High = Math.Max(open, close),
                Low = Math.Min(open, close),
                Close = close,
                FirstAt = day,
                LastAt = day.AddHours(23),
                Source = "coingecko",
            });
        }
    }
}
