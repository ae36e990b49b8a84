using System.Globalization;
using System.Text.Json;
using MarketData.Access;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

/// <summary>Keys, plans and refusals as CoinGecko's clients know them. Every answer is checked against the document of its shapes.</summary>
public sealed class CoinGeckoAccessTests
{
    private const string Price = "simple/price?ids=bitcoin&vs_currencies=usd";

    private static readonly Dictionary<string, string?> Closed = new()
    {
        ["Access:Anonymous"] = "false",
        ["Access:Plans:small:RequestsPerMinute"] = "2",
        ["Access:Plans:small:RequestsPerMonth"] = "50",
    };

    [Fact]
    public async Task Key_OfACallerWithOne_IsItsPlanAndWhatIsLeft()
    {
        await using var app = await StartAsync(Closed);
        app.App.Key = await app.App.CreateKeyAsync(AccessScopes.Read, "small");
        await app.GetAsync(Price);

        (await app.SendAsync("key")).Text.ShouldBe(
            """{"plan":"small","rate_limit_request_per_minute":2,"monthly_call_credit":50,"current_total_monthly_calls":2,"current_remaining_monthly_calls":48,"api_key_rate_limit_request_per_minute":2,"api_key_monthly_call_credit":50,"api_key_current_total_monthly_calls":2}""");
    }

    [Fact]
    public async Task Key_OfACallerWithoutOne_HasTheLimitOfTheMinuteAlone()
    {
        await using var app = await StartAsync(new() { ["Access:Plans:anonymous:RequestsPerMinute"] = "30" });

        var answer = await app.SendAsync("key");

        answer.Headers["Cache-Control"].ShouldBe("no-store");
        answer.Json.GetProperty("plan").GetString().ShouldBe("anonymous");
        answer.Json.GetProperty("rate_limit_request_per_minute").GetInt64().ShouldBe(30);
        answer.Json.GetProperty("monthly_call_credit").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Get_KeptPageOrNot_IsRefusedWithoutAKey()
    {
        await using var app = await StartAsync(Closed);

        ShouldBeStatus(await app.SendAsync(Price), 401, 10002);
    }

    [Fact]
    public async Task Get_ScopeMissing_IsForbidden()
    {
        await using var app = await StartAsync(Closed);
        app.App.Key = await app.App.CreateKeyAsync(AccessScopes.Admin);

        ShouldBeStatus(await app.SendAsync(Price), 403, 10005);
    }

    [Fact]
    public async Task Get_BeyondTheLimit_Is429WithRetryAfter()
    {
        await using var app = await StartAsync(Closed);
        app.App.Key = await app.App.CreateKeyAsync(AccessScopes.Read, "small");
        await app.GetAsync(Price);
        await app.GetAsync(Price);

        var refused = await app.SendAsync(Price);

        ShouldBeStatus(refused, 429, 429);
        int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 30);
    }

    [Theory]
    [InlineData("GET", "/api/v3/nowhere")]
    [InlineData("GET", "/api/v3/exchanges/binance")]
    [InlineData("POST", "/api/v3/ping")]
    [InlineData("DELETE", "/gecko/nowhere")]
    public async Task Send_PathOrMethodThatIsNotThere_IsIncorrectPath(string method, string path)
    {
        await using var app = await StartAsync(new() { ["CoinGecko:Prefixes:0"] = "/api/v3", ["CoinGecko:Prefixes:1"] = "/gecko", ["CoinGecko:Prefixes:2"] = "/v1" });

        var answer = await app.App.SendAsync(HttpMethod.Parse(method), path);

        (answer.Status, answer.MediaType, answer.Text).ShouldBe((404, "application/json", "{\"error\":\"Incorrect path. Please check /openapi/coingecko.json\"}"));
        (await app.App.SendAsync(HttpMethod.Get, "/v1/nowhere")).ShouldBeProblem(404, "not_found");
        (await app.App.SendAsync(HttpMethod.Post, "/v1/global")).ShouldBeProblem(405, "method_not_allowed");
    }

    private static async Task<CoinGeckoApp> StartAsync(Dictionary<string, string?> settings) => CoinGeckoApp.Of(await MarketDataApp.StartPolledAsync(settings));

    private static void ShouldBeStatus(ApiAnswer answer, int status, int code)
    {
        answer.Status.ShouldBe(status, answer.Text);
        var told = answer.Json.GetProperty("status");
        told.GetProperty("error_code").GetInt32().ShouldBe(code);
        told.GetProperty("error_message").GetString().ShouldNotBeNullOrWhiteSpace();
    }
}
