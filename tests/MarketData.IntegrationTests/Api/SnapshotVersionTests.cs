using MarketData.IntegrationTests.Upstream;

namespace MarketData.IntegrationTests.Api;

public sealed class SnapshotVersionTests
{
    [Fact]
    public async Task Get_OverManyPolls_VersionRisesAndTimeNeverGoesBack()
    {
        await using var app = await MarketDataApp.StartPolledAsync(AssetsEndpointsTests.BothSources());
        var versions = new List<long>();
        var times = new List<DateTimeOffset>();
        for (var round = 0; round < 30; round++)
        {
            if (round % 3 != 2)
            {
                app.Upstream.Advance();
            }

            if (round % 5 == 4)
            {
                app.Upstream.Fault("/coins/markets", UpstreamFault.Back);
            }

            await app.PollAsync(round % 2 == 0 ? "coingecko" : "coinpaprika");
            var meta = (await app.GetJsonAsync("/v1/global")).GetProperty("meta");
            versions.Add(meta.GetProperty("snapshot").GetInt64());
            times.Add(meta.GetProperty("as_of").GetDateTimeOffset());
        }

        versions.ShouldBeInOrder();
        versions.Distinct().Count().ShouldBe(30);
        times.ShouldBeInOrder();
    }

    [Fact]
    public async Task Get_OneRequestAfterAnother_AreOfOneSnapshotWhileNothingIsPolled()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        var versions = new HashSet<long>();
        foreach (var path in (string[])["/v1/assets", "/v1/global", "/v1/tiers", "/v1/categories", "/v1/prices?ids=bitcoin", "/v1/currencies"])
        {
            versions.Add((await app.GetJsonAsync(path)).GetProperty("meta").GetProperty("snapshot").GetInt64());
        }

        versions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_WhilePollsGoOn_EachAnswerIsOfOneMoment()
    {
        await using var app = await MarketDataApp.StartPolledAsync();
        var polls = Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                app.Upstream.Advance();
                await app.PollAsync("coingecko");
            }
        });

        while (!polls.IsCompleted)
        {
            var page = await app.GetJsonAsync("/v1/assets?fields=id,as_of");
            var asOf = page.GetProperty("meta").Text("as_of");
            page.GetProperty("data").EnumerateArray().ShouldAllBe(asset => asset.Text("as_of") == asOf);
        }

        await polls;
    }
}
