namespace MarketData.IntegrationTests.Api;

public sealed class ProblemTests(PolledApp polled) : IClassFixture<PolledApp>
{
    [Theory]
    [InlineData("/v1")]
    [InlineData("/v2/assets")]
    [InlineData("/v1/assets/bitcoin/nothing/here")]
    [InlineData("/v1/assets/by-contract/ethereum")]
    [InlineData("/health")]
    [InlineData("/openapi/v9.json")]
    public async Task Get_UnknownPath_Is404(string path)
    {
        (await polled.App.SendAsync(HttpMethod.Get, path)).ShouldBeProblem(404, "not_found").Text("detail")!.ShouldContain("/openapi/v1.json");
    }

    [Theory]
    [InlineData("POST", "/v1/assets", "GET")]
    [InlineData("DELETE", "/v1/assets/bitcoin", "GET")]
    [InlineData("PATCH", "/health/ready", "GET")]
    [InlineData("GET", "/v1/tiers/classify", "POST")]
    [InlineData("PUT", "/v1/tiers/classify", "POST")]
    public async Task Send_WrongMethod_Is405WithThoseThatArePossible(string method, string path, string allowed)
    {
        var answer = await polled.App.SendAsync(HttpMethod.Parse(method), path);

        answer.ShouldBeProblem(405, "method_not_allowed");
        answer.Headers["Allow"].ShouldBe(allowed);
    }

    [Theory]
    [InlineData("/v1/assets?limt=5", "limt", "did you mean limit?")]
    [InlineData("/v1/assets?currency=usd", "currency", "There is no such parameter.")]
    [InlineData("/v1/assets?VS=eur", "VS", "did you mean vs?")]
    [InlineData("/v1/assets?min_marketcap=5", "min_marketcap", "did you mean min_market_cap?")]
    [InlineData("/v1/prices?id=bitcoin&ids=bitcoin", "id", "did you mean ids?")]
    [InlineData("/health/live?x=1", "x", "There is no such parameter.")]
    [InlineData("/v1/sources?verbose", "verbose", "There is no such parameter.")]
    [InlineData("/v1/assets?=5", "", "There is no such parameter.")]
    [InlineData("/v1/assets?x=5", "x", "There is no such parameter.")]
    public async Task Get_UnknownParameter_IsNamedWithTheNearest(string path, string parameter, string detail)
    {
        var error = (await polled.App.SendAsync(HttpMethod.Get, path)).ShouldBeProblem(400, "unknown_parameter").GetProperty("errors").EnumerateArray().Single();

        error.Text("parameter").ShouldBe(parameter);
        error.Text("code").ShouldBe("unknown_parameter");
        error.Text("detail")!.ShouldContain(detail);
    }

    [Theory]
    [InlineData("/v1/assets?limit=1&limit=2")]
    [InlineData("/v1/assets?limit=1&limit=1")]
    [InlineData("/v1/assets?limit=&limit=")]
    public async Task Get_RepeatedParameter_IsRefused(string path)
    {
        var error = (await polled.App.SendAsync(HttpMethod.Get, path)).ShouldBeProblem(400, "repeated_parameter").GetProperty("errors").EnumerateArray().Single();

        error.Text("parameter").ShouldBe("limit");
    }

    [Fact]
    public async Task Get_SeveralErrors_AreToldAtOnce()
    {
        var problem = (await polled.App.SendAsync(HttpMethod.Get, "/v1/assets?limit=0&nope=1&precision=99&tier=big&min_price=cheap")).ShouldBeProblem(400, "invalid_parameter");

        problem.GetProperty("errors").EnumerateArray().Select(error => (error.Text("parameter"), error.Text("code"))).ShouldBe(
        [
            ("limit", "invalid_parameter"),
            ("nope", "unknown_parameter"),
            ("precision", "invalid_parameter"),
            ("tier", "invalid_parameter"),
            ("min_price", "invalid_parameter"),
        ]);
        foreach (var error in problem.GetProperty("errors").EnumerateArray())
        {
            problem.Text("detail")!.ShouldContain(error.Text("detail")!);
        }
    }

    [Fact]
    public async Task Get_ValueOfControlCharacters_IsShownWithoutThem()
    {
        var problem = (await polled.App.SendAsync(HttpMethod.Get, $"/v1/assets?limit=%1b[31m%00{new string('9', 200)}")).ShouldBeProblem(400, "invalid_parameter");

        var detail = problem.GetProperty("errors")[0].Text("detail")!;
        detail.ShouldNotContain('\u001b');
        detail.Length.ShouldBeLessThan(120);
    }

    [Fact]
    public async Task Get_SomethingBreaks_Is500WithoutOurInside()
    {
        var time = new BreakableTime();
        await using var app = await MarketDataApp.StartAsync(time: time);
        time.IsBroken = true;

        var answer = await app.SendAsync(HttpMethod.Get, "/v1/sources");
        time.IsBroken = false;

        answer.ShouldBeProblem(500, "internal");
        answer.Text.ShouldNotContain(BreakableTime.Secret);
    }

    /// <summary>A clock that throws on demand: something that no endpoint reckons with.</summary>
    private sealed class BreakableTime : TimeProvider
    {
        public const string Secret = "the inside of the service";

        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new InvalidOperationException(Secret) : base.GetUtcNow();
    }
}
