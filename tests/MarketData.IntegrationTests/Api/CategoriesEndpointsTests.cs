namespace MarketData.IntegrationTests.Api;

public sealed class CategoriesEndpointsTests(PolledApp polled) : IClassFixture<PolledApp>
{
    [Fact]
    public async Task GetCategories_Each_SumsItsMembers()
    {
        var categories = (await polled.App.GetJsonAsync("/v1/categories")).GetProperty("data").EnumerateArray().ToList();

        categories.Count(category => category.GetProperty("member_count").GetInt32() > 0).ShouldBeGreaterThan(5);
        foreach (var category in categories)
        {
            var id = category.Text("id");
            var members = await polled.App.GetAllAsync($"/v1/assets?limit=2&category={id}");
            category.GetProperty("member_count").GetInt32().ShouldBe(members.Count, id);
            category.GetProperty("members_with_market_cap").GetInt32().ShouldBe(members.Count(member => !member.IsNull("market_cap")), id);
            category.Decimal("market_cap").ShouldBe(members.Count == 0 ? null : members.Sum(member => member.Decimal("market_cap")), id);
            category.Decimal("volume_24h").ShouldBe(members.Count == 0 ? null : members.Sum(member => member.Decimal("volume_24h")), id);
            category.Texts("top_members").ShouldBe(members.Take(3).Ids(), id);
        }
    }

    [Fact]
    public async Task GetCategories_Order_IsByMarketCapThenId()
    {
        var categories = (await polled.App.GetJsonAsync("/v1/categories")).GetProperty("data").EnumerateArray().ToList();

        categories.Ids().ShouldBe(categories
            .OrderByDescending(category => category.Decimal("market_cap") ?? -1)
            .ThenBy(category => category.Text("id"), StringComparer.Ordinal)
            .Ids());
    }

    [Fact]
    public async Task GetCategories_EqualChangesOfMembers_GiveThatChange()
    {
        var defi = (await polled.App.GetJsonAsync("/v1/categories/decentralized-finance-defi")).GetProperty("data");

        defi.GetProperty("market_cap_change_percentage_24h").GetDouble().ShouldBe(0.4, 1e-9);
    }

    [Fact]
    public async Task GetCategories_ProviderHasFigures_GivesThemBeside()
    {
        var defi = (await polled.App.GetJsonAsync("/v1/categories/decentralized-finance-defi?vs=eur")).GetProperty("data");

        var provider = defi.GetProperty("provider");
        provider.Text("source").ShouldBe("coingecko");
        provider.Decimal("market_cap")!.Value.ShouldBeGreaterThan(defi.Decimal("market_cap")!.Value);
        provider.IsNull("received_at").ShouldBeFalse();
        (await polled.App.GetJsonAsync("/v1/categories/layer-1")).GetProperty("data").IsNull("provider").ShouldBeTrue();
    }

    [Theory]
    [InlineData("layer-1")]
    [InlineData("Layer-1")]
    public async Task GetCategory_Members_AreThoseOfTheList(string id)
    {
        var category = (await polled.App.GetJsonAsync($"/v1/categories/{id}")).GetProperty("data");

        category.Text("id").ShouldBe("layer-1");
        category.Text("description").ShouldNotBeNullOrWhiteSpace();
        category.Texts("members").ShouldBe((await polled.App.GetAllAsync("/v1/assets?category=layer-1")).Ids());
    }

    [Fact]
    public async Task GetCategory_WithoutMembers_HasNoSums()
    {
        var category = (await polled.App.GetJsonAsync("/v1/categories/prediction-markets")).GetProperty("data");

        category.GetProperty("member_count").GetInt32().ShouldBe(0);
        category.IsNull("market_cap").ShouldBeTrue();
        category.IsNull("volume_24h").ShouldBeTrue();
        category.IsNull("market_cap_change_percentage_24h").ShouldBeTrue();
    }

    [Fact]
    public async Task GetCategory_Unknown_Is404()
    {
        (await polled.App.SendAsync(HttpMethod.Get, "/v1/categories/no-such")).ShouldBeProblem(404, "unknown_category");
    }
}
