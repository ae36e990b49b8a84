using System.Text.Json;
using MarketData.Ranking.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

/// <summary>Rankings over <see cref="VariedMarket"/>, against what the tests work out from it themselves.</summary>
public sealed class RankingsEndpointsTests : IAsyncLifetime
{
    private const decimal Floor = 20m;

    private readonly VariedMarket _market = new();
    private MarketDataApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MarketDataApp.StartAsync(new Dictionary<string, string?>
        {
            ["Ranking:VolumeFloor"] = "20",
            ["Ranking:QueueCapacity"] = "2",
            ["Ranking:DrainTimeout"] = "00:00:00",
        });
        _app.Upstream.SetAnswer(CoinGeckoRows.Path, _market.ToCoinGecko(DateTimeOffset.UtcNow));
        await _app.PollAsync("coingecko");

        // Grades are computed on the same queue: done with beforehand, they do not get between what is counted.
        await _app.GetJsonAsync("/v1/grades?limit=1");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("gainers", "24h", 1, true)]
    [InlineData("losers", "24h", 1, false)]
    [InlineData("gainers", "7d", 2, true)]
    public async Task GetRanking_OfAWindow_EqualsTheAssetsAtOrAboveTheFloorInTheirOrder(string name, string window, int change, bool descending)
    {
        var ranking = await _app.GetJsonAsync($"/v1/rankings/{name}?window={window}&limit=500");

        var expected = _market.Assets.Where(asset => asset.Volume >= Floor && asset.Changes[change] is not null)
            .OrderBy(asset => descending ? -asset.Changes[change] : asset.Changes[change]).ThenBy(asset => asset.Id, StringComparer.Ordinal).Select(asset => asset.Id).ToList();
        expected.Count.ShouldBeInRange(100, 500);
        Ids(ranking).ShouldBe(expected);
    }

    [Fact]
    public async Task GetRanking_EachThatIsListed_AnswersWithItsVersionAndFormula()
    {
        var listed = (await _app.GetJsonAsync("/v1/rankings")).GetProperty("data").EnumerateArray().ToList();

        listed.Count.ShouldBe(12);
        foreach (var named in listed)
        {
            var ranking = await _app.GetJsonAsync($"/v1/rankings/{named.GetProperty("name").GetString()}");
            ranking.GetProperty("ranking").GetProperty("formula").GetString().ShouldBe(named.GetProperty("formula").GetString());
            ranking.GetProperty("ranking").GetProperty("version").GetInt32().ShouldBe(named.GetProperty("version").GetInt32());
        }
    }

    [Fact]
    public async Task GetRanking_Contributions_AddUpToTheScore()
    {
        foreach (var item in (await _app.GetJsonAsync("/v1/rankings/undervalued?limit=20")).GetProperty("data").EnumerateArray())
        {
            item.GetProperty("contributions").EnumerateArray().Sum(part => part.GetProperty("contribution").GetDouble())
                .ShouldBe(item.GetProperty("score").GetDouble(), 1e-12);
        }
    }

    [Theory]
    [InlineData("gainers?window=3y", 400, "invalid_parameter")]
    [InlineData("liquidity?window=24h", 400, "invalid_parameter")]
    [InlineData("gainers?limit=501", 400, "invalid_parameter")]
    [InlineData("gainers?top=3", 400, "unknown_parameter")]
    [InlineData("nowhere", 404, "unknown_ranking")]
    public async Task GetRanking_NotWhatItTakes_IsRefused(string path, int status, string code)
    {
        var refused = await _app.GetProblemAsync("/v1/rankings/" + path);

        refused.Status.ShouldBe(status);
        refused.Problem.GetProperty("code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData("""{"factors":[]}""", "$.factors")]
    [InlineData("""{"factors":[{"factor":"nope"}]}""", "$.factors[0].factor")]
    [InlineData("""{"factors":[{"factor":"price"},{"factor":"price"}]}""", "$.factors[1].factor")]
    [InlineData("""{"factors":[{"factor":"price","weight":0}]}""", "$.factors[0].weight")]
    [InlineData("""{"factors":[{"factor":"price"}],"winsorise":0.26}""", "$.winsorise")]
    [InlineData("""{"factors":[{"factor":"price"}],"limit":501}""", "$.limit")]
    [InlineData("""{"factors":[{"factor":"price"}],"filter":{"categories":["nowhere"]}}""", "$.filter.categories")]
    [InlineData("""{"factors":[{"factor":"price"}],"filter":{"min_market_cap":-1}}""", "$.filter")]
    [InlineData("""{"factors":[{"factor":"price"},{"factor":"fdv"}],"normalisation":"none"}""", "$.normalisation")]
    [InlineData("""{"factors":[{"factor":"price"}],"normalization":"none"}""", "$.normalization")]
    public async Task PostRanking_NotWhatItTakes_IsRefused(string body, string path)
    {
        var refused = await _app.SendAsync(HttpMethod.Post, "/v1/rankings", body);

        refused.Status.ShouldBe(400);
        refused.Json.GetProperty("errors")[0].GetProperty("parameter").GetString().ShouldBe(path);
    }

    [Fact]
    public async Task PostRanking_EqualRequestsInOtherWords_AreOneComputation()
    {
        var first = await PostAsync("""{"factors":[{"factor":"turnover"},{"factor":"return_7d","weight":2}],"limit":5}""");
        var again = await PostAsync("""{"limit":5,"explain":false,"factors":[{"factor":"return_7d","weight":2.0,"direction":"high"},{"weight":1,"factor":"turnover"}]}""");

        again.Text.ShouldBe(first.Text);
        Queue.Counts.Completed.ShouldBe(3); // the board, the grades and this one
    }

    [Fact]
    public async Task PostRanking_NotDoneInTime_Gives202AndThenTheResultAtItsAddress()
    {
        using var hold = await HoldWorkerAsync();
        var accepted = await PostAsync("""{"factors":[{"factor":"turnover"}],"limit":3}""", prefer: "wait=0");

        accepted.Status.ShouldBe(202);
        accepted.Headers["Preference-Applied"].ShouldBe("wait=0");
        var location = accepted.Headers["Location"];
        (await _app.GetJsonAsync(location)).GetProperty("place").GetInt32().ShouldBe(1);
        (await _app.SendAsync(HttpMethod.Get, location + "/result")).Status.ShouldBe(409);

        hold.Set();
        var inLine = await PostAsync("""{"factors":[{"factor":"turnover"}],"limit":3}""");

        (await _app.GetJsonAsync(location)).GetProperty("state").GetString().ShouldBe("completed");
        (await _app.SendAsync(HttpMethod.Get, (await _app.GetJsonAsync(location)).GetProperty("result").GetString()!)).Text.ShouldBe(inLine.Text);
    }

    [Fact]
    public async Task PostRanking_FullQueue_Is503WithRetryAfterWhilePricesAndNamedRankingsAnswer()
    {
        using var hold = await HoldWorkerAsync();
        (await PostAsync("""{"factors":[{"factor":"turnover"}],"limit":1}""", prefer: "wait=0")).Status.ShouldBe(202);
        (await PostAsync("""{"factors":[{"factor":"turnover"}],"limit":2}""", prefer: "wait=0")).Status.ShouldBe(202);

        var refused = await PostAsync("""{"factors":[{"factor":"turnover"}],"limit":3}""", prefer: "wait=0");

        refused.Status.ShouldBe(503);
        refused.Json.GetProperty("code").GetString().ShouldBe("queue_full");
        int.Parse(refused.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        (await PostAsync("""{"factors":[{"factor":"turnover"}],"limit":2}""", prefer: "wait=0")).Status.ShouldBe(202, "an equal request shares the job");
        await _app.GetJsonAsync("/v1/rankings/gainers");
        hold.Set();
    }

    [Fact]
    public async Task DeleteJob_Waiting_CancelsIt()
    {
        using var hold = await HoldWorkerAsync();
        var location = (await PostAsync("""{"factors":[{"factor":"turnover"}]}""", prefer: "wait=0")).Headers["Location"];

        var deleted = await _app.SendAsync(HttpMethod.Delete, location);
        var again = await _app.SendAsync(HttpMethod.Delete, location);

        deleted.Json.GetProperty("state").GetString().ShouldBe("cancelled");
        deleted.Json.GetProperty("reason").GetString().ShouldBe("given_up");
        again.Text.ShouldBe(deleted.Text);
        hold.Set();
    }

    [Fact]
    public async Task PostRanking_CallerHangsUp_CancelsTheJob()
    {
        using var hold = await HoldWorkerAsync();
        using var client = _app.CreateClient();
        using var hangUp = new CancellationTokenSource();
        using var request = RequestOf("""{"factors":[{"factor":"turnover"}]}""", "wait=30");
        var sending = client.SendAsync(request, hangUp.Token);
        await UntilAsync(() => Queue.Counts.Accepted == 4); // the board, the grades, the one that holds the worker, and this one

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending);
        await UntilAsync(() => Queue.Counts.Cancelled == 1);
        hold.Set();
    }

    [Fact]
    public async Task GetAssetFactors_Known_AreThoseOfTheCatalog()
    {
        var names = (await _app.GetJsonAsync("/v1/factors")).GetProperty("data").EnumerateArray().Select(factor => factor.GetProperty("name").GetString());
        var asset = _market.Assets.First(asset => asset.Volume > 0 && asset.MarketCap is not null);

        var factors = (await _app.GetJsonAsync($"/v1/assets/{asset.Id}/factors")).GetProperty("data").GetProperty("values");

        factors.EnumerateObject().Select(factor => factor.Name).ShouldBe(names);
        factors.GetProperty("turnover").GetDouble().ShouldBe((double)(asset.Volume!.Value / asset.MarketCap!.Value), 1e-12);
        factors.GetProperty("volatility_30d").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private RankQueue Queue => _app.Services.GetRequiredService<RankQueue>();

    private static List<string> Ids(JsonElement ranking) =>
        [.. ranking.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    /// <summary>Keeps the only worker busy until the event is set.</summary>
    private async Task<ManualResetEventSlim> HoldWorkerAsync()
    {
        await _app.GetJsonAsync("/v1/rankings/gainers");
        var begun = new TaskCompletionSource();
        var hold = new ManualResetEventSlim();
        Queue.Submit(JobClass.Custom, "hold", (_, token) =>
        {
            begun.SetResult();
            WaitHandle.WaitAny([hold.WaitHandle, token.WaitHandle]);
            return [];
        });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return hold;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static HttpRequestMessage RequestOf(string body, string? prefer)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/rankings") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (prefer is not null)
        {
            request.Headers.Add("Prefer", prefer);
        }

        return request;
    }

    private async Task<ApiAnswer> PostAsync(string body, string? prefer = "wait=30")
    {
        using var client = _app.CreateClient();
        using var request = RequestOf(body, prefer);
        using var response = await client.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }
}
