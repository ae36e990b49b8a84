using System.Globalization;

namespace MarketData.IntegrationTests.Api;

/// <summary>Order, filters and pages of the list, against what follows from <see cref="VariedMarket"/>.</summary>
public sealed class AssetsListTests(VariedApp varied) : IClassFixture<VariedApp>
{
    public static TheoryData<string, bool> SortsAndDirections()
    {
        var data = new TheoryData<string, bool>();
        foreach (var sort in VariedMarket.Sorts.Keys)
        {
            data.Add(sort, true);
            data.Add(sort, false);
        }

        return data;
    }

    public static TheoryData<string> Sorts() => [.. VariedMarket.Sorts.Keys];

    [Fact]
    public async Task GetAssets_NoParameters_GivesTheFirstHundredByMarketCapWithRanks()
    {
        var page = await varied.App.GetJsonAsync("/v1/assets");

        var assets = page.GetProperty("data").EnumerateArray().ToList();
        assets.Ids().ShouldBe(varied.Market.Order("market_cap", descending: true)[..100]);
        assets.Select(asset => asset.GetProperty("rank").GetInt32()).ShouldBe(Enumerable.Range(1, 100));
        page.TryGetProperty("missing", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task GetAssets_NoMarketCap_ComesLastWithoutRankAndTier()
    {
        var all = await varied.App.GetAllAsync("/v1/assets?limit=500");

        var unranked = varied.Market.Assets.Count(asset => asset.MarketCap is null);
        unranked.ShouldBeGreaterThan(10);
        all.SkipLast(unranked).ShouldAllBe(asset => !asset.IsNull("rank") && !asset.IsNull("tier"));
        all.TakeLast(unranked).ShouldAllBe(asset => asset.IsNull("rank") && asset.IsNull("tier"));
    }

    [Theory]
    [MemberData(nameof(SortsAndDirections))]
    public async Task GetAssets_Sorted_PutsUnknownLastAndTiesInOrderOfIds(string sort, bool descending)
    {
        var all = await varied.App.GetAllAsync($"/v1/assets?limit=500&sort={sort}&direction={(descending ? "desc" : "asc")}");

        all.Ids().ShouldBe(varied.Market.Order(sort, descending));
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task GetAssets_MinOfAnAssetsOwnFigure_TakesItIn(string sort)
    {
        var bound = Borderline(sort);

        var found = await varied.App.GetAllAsync($"/v1/assets?limit=500&min_{sort}={Text(bound)}");

        Sorted(found.Ids()).ShouldBe(Expected(asset => VariedMarket.Sorts[sort](asset) >= bound));
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task GetAssets_MaxOfAnAssetsOwnFigure_TakesItIn(string sort)
    {
        var bound = Borderline(sort);

        var found = await varied.App.GetAllAsync($"/v1/assets?limit=500&max_{sort}={Text(bound)}");

        Sorted(found.Ids()).ShouldBe(Expected(asset => VariedMarket.Sorts[sort](asset) <= bound));
    }

    [Theory]
    [InlineData("price")]
    [InlineData("market_cap")]
    [InlineData("fdv")]
    [InlineData("volume_24h")]
    public async Task GetAssets_MinBeyondTheDigitsOfADouble_IsComparedExactly(string figure)
    {
        var (asset, exact) = MiddleOf(figure);
        var hairAbove = exact + (exact / 1_000_000_000_000_000_000m);
        hairAbove.ShouldBeGreaterThan(exact);
        ((double)hairAbove).ShouldBe((double)exact);

        var at = await varied.App.GetAllAsync($"/v1/assets?limit=500&min_{figure}={Text(exact)}");
        var above = await varied.App.GetAllAsync($"/v1/assets?limit=500&min_{figure}={Text(hairAbove)}");

        at.Ids().ShouldContain(asset.Id);
        Sorted(above.Ids()).ShouldBe(Expected(other => Money(figure, other) > exact));
    }

    [Theory]
    [InlineData("price")]
    [InlineData("market_cap")]
    [InlineData("fdv")]
    [InlineData("volume_24h")]
    public async Task GetAssets_BoundsInEuro_AreComparedInEuro(string figure)
    {
        var (_, exact) = MiddleOf(figure);
        var euros = exact * VariedMarket.EurosPerDollar;

        var from = await varied.App.GetAllAsync($"/v1/assets?limit=500&vs=eur&min_{figure}={Text(euros)}");
        var to = await varied.App.GetAllAsync($"/v1/assets?limit=500&vs=eur&max_{figure}={Text(euros)}");

        Sorted(from.Ids()).ShouldBe(Expected(asset => Money(figure, asset) >= exact));
        Sorted(to.Ids()).ShouldBe(Expected(asset => Money(figure, asset) <= exact));
    }

    [Fact]
    public async Task GetAssets_MinAndMaxAndTier_AllHold()
    {
        var found = await varied.App.GetAllAsync("/v1/assets?limit=500&min_price=0.5&max_price=500&max_market_cap=900000000&tier=small&min_price_change_percentage_7d=-10&q=varied");

        var expected = Expected(asset =>
            asset is { Price: >= 0.5m and <= 500m, MarketCap: <= 900_000_000m } && asset.Changes[2] >= -10);
        expected.Length.ShouldBeGreaterThan(5);
        Sorted(found.Ids()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("large")]
    [InlineData("mid")]
    [InlineData("small")]
    public async Task GetAssets_Tier_GivesItsAssets(string tier)
    {
        var found = await varied.App.GetAllAsync($"/v1/assets?limit=500&tier={tier}");

        var expected = Expected(asset => asset.MarketCap switch
        {
            null => false,
            > 10_000_000_000m => tier == "large",
            >= 1_000_000_000m => tier == "mid",
            _ => tier == "small",
        });
        expected.ShouldNotBeEmpty();
        Sorted(found.Ids()).ShouldBe(expected);
        found.ShouldAllBe(asset => asset.Text("tier") == tier);
    }

    [Theory]
    [InlineData("VARIED-00")]
    [InlineData("Varied 51")]
    [InlineData("v4")]
    public async Task GetAssets_Search_LooksInIdSymbolAndNameInEitherCase(string text)
    {
        var found = await varied.App.GetAllAsync($"/v1/assets?limit=500&q={text}");

        var expected = Expected(asset =>
            Contains(asset.Id) || Contains(asset.Name) || Contains(asset.Symbol));
        expected.ShouldNotBeEmpty();
        Sorted(found.Ids()).ShouldBe(expected);

        bool Contains(string name) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task GetAssets_MinAboveMax_GivesNothing()
    {
        var page = await varied.App.GetJsonAsync("/v1/assets?min_price=10&max_price=1");

        page.GetProperty("data").GetArrayLength().ShouldBe(0);
        page.IsNull("next").ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task GetAssets_PageByPage_GivesEachAssetOnce(int limit)
    {
        var expected = varied.Market.Order("market_cap", descending: true);

        var all = await varied.App.GetAllAsync($"/v1/assets?limit={limit}&fields=id");

        all.Ids().ShouldBe(expected);
    }

    [Theory]
    [InlineData("price_change_percentage_24h", "asc")]
    [InlineData("mcap_fdv_ratio", "desc")]
    public async Task GetAssets_PagesThatEndInTiesAndUnknown_GiveEachAssetOnce(string sort, string direction)
    {
        var all = await varied.App.GetAllAsync($"/v1/assets?limit=7&fields=id&sort={sort}&direction={direction}");

        all.Ids().ShouldBe(varied.Market.Order(sort, direction == "desc"));
    }

    [Fact]
    public async Task GetAssets_MorePagesToCome_LinksToTheNextOne()
    {
        var first = await varied.App.SendAsync(HttpMethod.Get, "/v1/assets?limit=3&q=varied%201&vs=EUR&min_price=0");

        var link = first.Headers["Link"];
        link.ShouldEndWith("; rel=\"next\"");
        var address = link[1..link.IndexOf('>', StringComparison.Ordinal)];
        address.ShouldContain("cursor=" + first.Json.Text("next"));
        var byLink = await varied.App.GetJsonAsync(address);
        var byCursor = await varied.App.GetJsonAsync("/v1/assets?limit=3&q=varied%201&vs=EUR&min_price=0&cursor=" + first.Json.Text("next"));
        byLink.GetProperty("data").Ids().ShouldBe(byCursor.GetProperty("data").Ids());
        byLink.GetProperty("data").Ids().ShouldNotBe(first.Json.GetProperty("data").Ids());
    }

    [Fact]
    public async Task GetAssets_LastPage_LinksNowhere()
    {
        var answer = await varied.App.SendAsync(HttpMethod.Get, "/v1/assets?q=varied%20519");

        answer.Json.IsNull("next").ShouldBeTrue();
        answer.Headers.ContainsKey("Link").ShouldBeFalse();
    }

    [Theory]
    [InlineData("&sort=price")]
    [InlineData("&direction=asc")]
    [InlineData("&tier=small")]
    [InlineData("&vs=eur")]
    [InlineData("&min_price=1")]
    public async Task GetAssets_CursorOfAnotherList_IsRefused(string other)
    {
        var next = (await varied.App.GetJsonAsync("/v1/assets?limit=5")).Text("next");

        var answer = await varied.App.SendAsync(HttpMethod.Get, $"/v1/assets?limit=5&cursor={next}{other}");

        answer.ShouldBeProblem(400, "invalid_cursor").GetProperty("errors")[0].Text("parameter").ShouldBe("cursor");
    }

    [Theory]
    [InlineData("fields=id")]
    [InlineData("precision=2")]
    [InlineData("numbers=string")]
    [InlineData("limit=9")]
    public async Task GetAssets_CursorWithAnotherShapeOfPage_GoesOn(string shape)
    {
        var next = (await varied.App.GetJsonAsync("/v1/assets?limit=5")).Text("next");

        var page = await varied.App.GetJsonAsync($"/v1/assets?cursor={next}&{shape}");

        page.GetProperty("data")[0].Text("id").ShouldBe(varied.Market.Order("market_cap", descending: true)[5]);
    }

    [Theory]
    [InlineData("!!!")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("%20")]
    [InlineData("====")]
    [InlineData("Zażółć")]
    public async Task GetAssets_CursorThatIsNone_IsRefused(string cursor)
    {
        var answer = await varied.App.SendAsync(HttpMethod.Get, $"/v1/assets?cursor={cursor}");

        answer.Status.ShouldBe(400, answer.Text);
        answer.Json.GetProperty("errors")[0].Text("parameter").ShouldBe("cursor");
    }

    [Fact]
    public async Task GetAssets_MoreIdsThanTheLimit_GivesThemAll()
    {
        var ids = varied.Market.Order("market_cap", descending: true)[..40];

        var page = await varied.App.GetJsonAsync($"/v1/assets?limit=3&ids={string.Join(',', ids.Reverse())}");

        page.GetProperty("data").Ids().ShouldBe(ids);
        page.IsNull("next").ShouldBeTrue();
        page.GetProperty("missing").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task GetAssets_UnknownIdsAndSymbols_AreListedAsMissing()
    {
        var page = await varied.App.GetJsonAsync("/v1/assets?ids=varied-000,nowhere&symbols=V7,nosuch");

        page.GetProperty("data").GetArrayLength().ShouldBe(2);
        page.GetProperty("missing").EnumerateArray().Select(missing => (missing.Text("query"), missing.Text("reason")))
            .ShouldBe([("nowhere", "unknown_asset"), ("nosuch", "unknown_asset")]);
    }

    [Fact]
    public async Task GetAssets_NewSnapshotBetweenPages_NeitherSkipsNorRepeats()
    {
        var market = new VariedMarket();
        await using var app = await CoinGeckoRows.StartAsync(market.ToCoinGecko(DateTimeOffset.UtcNow));
        var ids = new List<string>();
        var versions = new HashSet<long>();
        string? next = null;
        var cursor = "";
        do
        {
            var page = await app.GetJsonAsync($"/v1/assets?limit=100{cursor}");
            ids.AddRange(page.GetProperty("data").Ids());
            versions.Add(page.GetProperty("meta").GetProperty("snapshot").GetInt64());
            next = page.Text("next");
            cursor = $"&cursor={next}";
            app.Upstream.SetAnswer(CoinGeckoRows.Path, market.ToCoinGecko(DateTimeOffset.UtcNow));
            (await app.PollAsync("coingecko")).QuotesAccepted.ShouldBeGreaterThan(0);
        }
        while (next is not null);

        ids.ShouldBe(market.Order("market_cap", descending: true));
        versions.Count.ShouldBe(6);
    }

    private double Borderline(string sort)
    {
        var known = varied.Market.Assets.Select(VariedMarket.Sorts[sort]).OfType<double>().Order().ToList();
        return known[known.Count / 2];
    }

    private (VariedAsset Asset, decimal Exact) MiddleOf(string figure)
    {
        var known = varied.Market.Assets.Where(asset => Money(figure, asset) > 0).OrderBy(asset => Money(figure, asset)).ToList();
        var asset = known[known.Count / 2];
        return (asset, Money(figure, asset)!.Value);
    }

    private static decimal? Money(string figure, VariedAsset asset) => figure switch
    {
        "price" => asset.Price,
        "market_cap" => asset.MarketCap,
        "fdv" => asset.Fdv,
        _ => asset.Volume,
    };

    private string[] Expected(Func<VariedAsset, bool> isIn) => Sorted(varied.Market.Assets.Where(isIn).Select(asset => asset.Id));

    private static string[] Sorted(IEnumerable<string> ids) => [.. ids.Order(StringComparer.Ordinal)];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
