using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MarketData.Access;
using MarketData.Database;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Hosting;

public sealed partial class StatusTests
{
    [Fact]
    public async Task GetStatus_BeforeTheFirstData_IsEmptyAndTellsOfTheRest()
    {
        await using var app = await MarketDataApp.StartAsync();

        var status = await app.GetJsonAsync("/v1/status");

        status.Text("state").ShouldBe("empty");
        status.IsNull("snapshot").ShouldBeTrue();
        status.GetProperty("sources")[0].Text("state").ShouldBe("waiting");
        status.GetProperty("database").Text("engine").ShouldBe("sqlite");
        status.GetProperty("redis").GetProperty("configured").GetBoolean().ShouldBeFalse();
        status.GetProperty("replica").Text("role").ShouldBe("leader");
        status.GetProperty("queue").GetProperty("capacity").GetInt32().ShouldBe(64);
    }

    [Fact]
    public async Task GetStatus_AfterAPoll_IsFreshWithSnapshotAndBudget()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        var status = await app.GetJsonAsync("/v1/status");

        status.Text("state").ShouldBe("fresh");
        status.Text("version")!.ShouldStartWith("0.");
        var snapshot = status.GetProperty("snapshot");
        snapshot.GetProperty("assets").GetInt32().ShouldBe(20);
        snapshot.GetProperty("size_bytes").GetInt64().ShouldBeGreaterThan(20 * 500);
        snapshot.GetProperty("version").GetInt64().ShouldBe((await app.GetJsonAsync("/v1/assets")).GetProperty("meta").GetProperty("snapshot").GetInt64());
        status.GetProperty("sources")[0].GetProperty("budget").GetProperty("used_this_month").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task GetStatus_SourceAndDatabaseAway_TellsOfBoth()
    {
        await using var app = await MarketDataApp.StartPolledAsync();
        app.Upstream.Fault("", UpstreamFault.Html, count: -1);
        await app.PollAsync("coingecko");
        File.Delete(app.Services.GetRequiredService<MarketData.Database.Sqlite.SqliteDatabase>().Path);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await app.Services.GetRequiredService<DatabaseProbe>().AskAsync(CancellationToken.None);

        var status = await app.GetJsonAsync("/v1/status");

        status.Text("state").ShouldBe("fresh");
        status.GetProperty("sources")[0].GetProperty("last_run").Text("error_code").ShouldBe("not_json");
        status.GetProperty("database").GetProperty("up").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task GetPage_AnonymousReadingOn_HasTheFiguresWithoutTheScript()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        var page = await app.SendAsync(HttpMethod.Get, "/");

        page.Status.ShouldBe(200);
        page.MediaType.ShouldBe("text/html");
        page.Text.ShouldContain("<span id=\"state\" class=\"pill fresh\">fresh</span>");
        page.Text.ShouldContain("<dt>Assets</dt><dd>20</dd>");
        page.Text.ShouldContain("<th scope=\"row\">coingecko</th><td><span class=\"pill ok\">ok</span></td>");
        page.Text.ShouldNotContain("{{");
    }

    [Fact]
    public async Task GetPage_AnonymousReadingOff_TellsNoMoreThanTheProbe()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["Access:Anonymous"] = "false" });

        var page = await app.SendAsync(HttpMethod.Get, "/");

        page.Status.ShouldBe(200);
        page.Text.ShouldContain("<span id=\"state\" class=\"pill fresh\">fresh</span>");
        page.Text.ShouldContain("<dl id=\"figures\"></dl>");
        page.Text.ShouldContain("<tbody id=\"sources\"></tbody>");
        page.Text.ShouldNotContain("coingecko</th>");
        (await app.SendAsync(HttpMethod.Get, "/v1/status")).ShouldBeProblem(401, "key_missing");
        app.Key = await app.CreateKeyAsync(AccessScopes.Read);
        (await app.SendAsync(HttpMethod.Get, "/v1/status")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task GetPage_ContentPolicy_AllowsItsOwnScriptAndStyleAlone()
    {
        await using var app = await MarketDataApp.StartAsync();

        var page = await app.SendAsync(HttpMethod.Get, "/");

        var policy = page.Headers["Content-Security-Policy"];
        policy.ShouldNotContain("unsafe");
        policy.ShouldStartWith("default-src 'none'");
        foreach (Match block in Blocks().Matches(page.Text))
        {
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(block.Groups[2].Value)));
            policy.ShouldContain($"{block.Groups[1].Value}-src 'sha256-{hash}'");
        }

        Blocks().Count(page.Text).ShouldBe(2);
        page.Text.ShouldNotMatch("\\s(style|on\\w+)=\"");
        page.Text.ShouldNotMatch("(src|href)=\"(https?:)?//");
    }

    [GeneratedRegex("<(style|script)>(.*?)</\\1>", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
