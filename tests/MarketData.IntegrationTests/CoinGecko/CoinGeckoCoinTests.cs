using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.CoinGecko;

public sealed class CoinGeckoCoinTests : IAsyncLifetime
{
    private CoinGeckoApp _app = null!;

    public async Task InitializeAsync() => _app = CoinGeckoApp.Of(await MarketDataApp.StartPolledAsync());

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Coin_AsBlockscoutAsks_HasWhatItReads()
    {
        var coin = await _app.GetAsync(
            "coins/bitcoin?localization=false&tickers=false&market_data=true&community_data=false&developer_data=false&sparkline=false");

        coin.Names().ShouldNotContain("localization");
        coin.Names().ShouldNotContain("tickers");
        coin.Names().ShouldNotContain("community_data");
        coin.Names().ShouldNotContain("developer_data");
        var figures = coin.GetProperty("market_data");
        var price = _app.App.Upstream.GetPrice("bitcoin");
        figures.GetProperty("current_price").Decimal("usd").ShouldBe(price);
        figures.GetProperty("current_price").Decimal("eur").ShouldBe(price * 0.9m);
        figures.GetProperty("current_price").Decimal("btc").ShouldBe(1m);
        figures.GetProperty("market_cap").Names().ShouldBe(figures.GetProperty("current_price").Names());
        figures.GetProperty("price_change_percentage_24h_in_currency").Names().ShouldBe(["usd"]);
        figures.Names().ShouldNotContain("sparkline_7d");
        coin.GetProperty("image").Names().ShouldBe(["thumb", "small", "large"]);
    }

    [Fact]
    public async Task Coin_ByDefault_BeginsWithTheProvidersFieldsInOrder()
    {
        var names = (await _app.GetAsync("coins/uniswap")).Names();

        names.ShouldBe(
        [
            "id", "symbol", "name", "web_slug", "asset_platform_id", "platforms", "detail_platforms", "block_time_in_minutes", "hashing_algorithm", "categories",
            "preview_listing", "public_notice", "additional_notices", "has_supply_breakdown", "localization", "description", "links", "image", "country_origin",
            "genesis_date", "sentiment_votes_up_percentage", "sentiment_votes_down_percentage", "watchlist_portfolio_users", "market_cap_rank",
            "market_cap_rank_with_rehypothecated", "market_data", "community_data", "developer_data", "status_updates", "last_updated", "tickers",
        ]);
    }

    [Fact]
    public async Task Coin_ByContract_IsTheSameWithTheAddress()
    {
        var contract = await _app.GetAsync("coins/ethereum/contract/0x1F9840a85d5af5bf1d1762f925bdaddc4201f984");

        contract.Text("id").ShouldBe("uniswap");
        contract.Text("contract_address").ShouldBe("0x1F9840a85d5af5bf1d1762f925bdaddc4201f984");
        contract.Text("asset_platform_id").ShouldBe("ethereum");
    }

    [Fact]
    public async Task List_IsInTheOrderOfTheIds_WithPlatformsWhereAsked()
    {
        var plain = await _app.GetAsync("coins/list");
        var withPlatforms = await _app.GetAsync("coins/list?include_platform=true");

        plain.Ids().ShouldBe(plain.Ids().Order(StringComparer.Ordinal));
        plain[0].Names().ShouldBe(["id", "symbol", "name"]);
        withPlatforms[0].Names().ShouldBe(["id", "symbol", "name", "platforms"]);
        withPlatforms.EnumerateArray().Single(coin => coin.Text("id") == "bitcoin").GetProperty("platforms").Names().ShouldBeEmpty();
        withPlatforms.EnumerateArray().Single(coin => coin.Text("id") == "uniswap").GetProperty("platforms").Text("ethereum").ShouldStartWith("0x");
        (await _app.GetAsync("coins/list?status=inactive")).GetArrayLength().ShouldBe(0);
        (await _app.GetAsync("coins/list/new")).GetArrayLength().ShouldBe(plain.GetArrayLength());
        (await _app.GetAsync("asset_platforms")).Ids().ShouldContain("ethereum");
    }

    [Fact]
    public async Task ExchangeRates_OfABitcoin_AreItsPriceInEachCurrency()
    {
        var rates = (await _app.GetAsync("exchange_rates")).GetProperty("rates");
        var price = _app.App.Upstream.GetPrice("bitcoin");

        rates.GetProperty("btc").Decimal("value").ShouldBe(1m);
        rates.GetProperty("usd").Decimal("value").ShouldBe(price);
        rates.GetProperty("eur").Decimal("value").ShouldBe(price * 0.9m);
        rates.GetProperty("eur").Names().ShouldBe(["name", "unit", "value", "type"]);
        rates.GetProperty("eur").Text("unit").ShouldBe("€");
        rates.GetProperty("xau").Text("type").ShouldBe("commodity");
    }

    [Fact]
    public async Task Global_IsTheNativeAnswerInTheProvidersShape()
    {
        var native = (await _app.App.GetJsonAsync("/v1/global")).GetProperty("data");

        var global = (await _app.GetAsync("global")).GetProperty("data");

        global.Names().ShouldBe(
        [
            "active_cryptocurrencies", "upcoming_icos", "ongoing_icos", "ended_icos", "markets", "total_market_cap", "total_volume", "market_cap_percentage",
            "market_cap_change_percentage_24h_usd", "volume_change_percentage_24h_usd", "updated_at",
        ]);
        global.GetProperty("total_market_cap").Decimal("usd").ShouldBe(native.Decimal("market_cap"));
        global.GetProperty("market_cap_percentage").Names()[0].ShouldBe("btc");
        var defi = (await _app.GetAsync("global/decentralized_finance_defi")).GetProperty("data");
        defi.Names().ShouldBe(
            ["defi_market_cap", "eth_market_cap", "defi_to_eth_ratio", "trading_volume_24h", "defi_dominance", "top_coin_name", "top_coin_defi_dominance"]);
    }

    [Fact]
    public async Task Categories_HaveTheProvidersFigures()
    {
        var categories = await _app.GetAsync("coins/categories");

        categories[0].Names().ShouldBe(
            ["id", "name", "market_cap", "market_cap_change_24h", "content", "top_3_coins_id", "top_3_coins", "volume_24h", "updated_at"]);
        var caps = categories.EnumerateArray().Select(category => category.Decimal("market_cap")).OfType<decimal>().ToList();
        caps.ShouldBe(caps.OrderDescending());
        (await _app.GetAsync("coins/categories?order=market_cap_asc")).EnumerateArray().Select(category => category.Decimal("market_cap")).OfType<decimal>().ShouldBe(caps.Order());
        (await _app.GetAsync("coins/categories/list"))[0].Names().ShouldBe(["category_id", "name"]);
    }

    [Fact]
    public async Task Search_FindsWhatTheNativeSearchFinds()
    {
        var native = (await _app.App.GetJsonAsync("/v1/search?q=in&limit=100")).GetProperty("data");

        var found = await _app.GetAsync("search?query=in");

        found.Names().ShouldBe(["coins", "exchanges", "icos", "categories", "nfts"]);
        found.GetProperty("coins").Ids().ShouldBe(native.GetProperty("assets").Ids());
        found.GetProperty("coins")[0].Names().ShouldBe(["id", "name", "api_symbol", "symbol", "market_cap_rank", "thumb", "large"]);
        (await _app.SendAsync("search/trending")).Text.ShouldBe("{\"coins\":[],\"nfts\":[],\"categories\":[]}");
    }

    [Fact]
    public async Task Movers_AreThoseOfEnoughVolume_MostMovedFirst()
    {
        await using var app = await CoinGeckoApp.StartAsync(
            CoinGeckoRows.Row("up", "\"current_price\": 2, \"market_cap\": 9, \"total_volume\": 50000, \"price_change_percentage_24h\": 5, \"price_change_percentage_7d_in_currency\": -1"),
            CoinGeckoRows.Row("upper", "\"current_price\": 2, \"market_cap\": 8, \"total_volume\": 60000, \"price_change_percentage_24h\": 8.7e36"),
            CoinGeckoRows.Row("thin", "\"current_price\": 2, \"market_cap\": 7, \"total_volume\": 49999, \"price_change_percentage_24h\": 90"),
            CoinGeckoRows.Row("still", "\"current_price\": 2, \"total_volume\": 60000, \"price_change_percentage_24h\": 0"),
            CoinGeckoRows.Row("down", "\"current_price\": 2, \"total_volume\": 60000, \"price_change_percentage_24h\": -3"));

        var movers = await app.GetAsync("coins/top_gainers_losers?vs_currency=usd&top_coins=all&price_change_percentage=7d");

        movers.GetProperty("top_gainers").Ids().ShouldBe(["upper", "up"]);
        movers.GetProperty("top_losers").Ids().ShouldBe(["down"]);
        movers.GetProperty("top_gainers")[1].Names().ShouldBe(
            ["id", "symbol", "name", "image", "market_cap_rank", "usd", "usd_24h_vol", "usd_24h_change", "usd_7d_change"]);
        movers.GetProperty("top_gainers")[0].Raw("usd_24h_change").ShouldBe("8700000000000000000000000000000000000");
        (await app.GetAsync("coins/top_gainers_losers?vs_currency=usd")).GetProperty("top_losers").GetArrayLength().ShouldBe(0);
        (await app.GetAsync("coins/top_gainers_losers?vs_currency=usd&duration=7d&top_coins=all")).GetProperty("top_losers").Ids().ShouldBe(["up"]);
    }
}
