using MarketData.Ingestion;
using MarketData.Ingestion.Sources;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class DefiLlamaSourceTests
{
    private readonly ManualTimeProvider _time = StubUpstream.Clock();

    [Fact]
    public async Task FetchAsync_ProtocolsOfOneAsset_AreSummed()
    {
        var batch = await FetchAsync("""
            [{"id":"1","name":"Lend V2","gecko_id":"lend","category":"Lending","parentProtocol":"parent#lend","tvl":1000.25,
              "chainTvls":{"Ethereum":1000.25,"borrowed":5}},
             {"id":"2","name":"Lend V3","gecko_id":"lend","category":"Lending","parentProtocol":"parent#lend","tvl":2000.5},
             {"id":"3","name":"Lend Vault","gecko_id":"lend","category":"Yield","tvl":0.25},
             {"id":"4","name":"Swap","gecko_id":"swap","category":null,"tvl":7},
             {"id":"5","name":"Idle","gecko_id":"idle","category":"Yield","tvl":null},
             {"id":"6","name":"No token","gecko_id":null,"category":"Yield","tvl":9},
             {"id":"7","name":"Blank","gecko_id":"","tvl":9}]
            """);

        batch.Tvls.Select(tvl => (tvl.CoinGeckoId, tvl.Tvl)).ShouldBe([("lend", 3001.00m), ("swap", 7m)]);
        batch.Tvls[0].Categories.ShouldBe(["Lending", "Yield"]);
        batch.Tvls[1].Categories.ShouldBeEmpty();
        batch.Failures.ShouldBeEmpty();
        batch.Quotes.ShouldBeEmpty();
    }

    [Fact]
    public async Task FetchAsync_TvlThatIsNotExact_IsLeftOut()
    {
        var batch = await FetchAsync("""
            [{"gecko_id":"a","tvl":100},{"gecko_id":"a","tvl":1.2345678901234567e-15},{"gecko_id":"b","tvl":8.7e36},
             {"gecko_id":"c","tvl":"12"},{"gecko_id":"d","tvl":-5},{"gecko_id":"e","tvl":9e27}]
            """);

        batch.Tvls.ShouldHaveSingleItem().Tvl.ShouldBe(100m);
        batch.Failures.ShouldBe(["protocols: 4 rows whose tvl cannot be used"]);
    }

    [Fact]
    public async Task FetchAsync_Addresses_AreContractsOfKnownPlatforms()
    {
        var batch = await FetchAsync("""
            [{"gecko_id":"a","address":"0xAb","tvl":1},{"gecko_id":"a","address":"0xAb","tvl":1},{"gecko_id":"b","address":"bsc:0xCd","tvl":1},
             {"gecko_id":"c","address":"-"},{"gecko_id":"d","address":null},{"gecko_id":"e","address":"nowhere:0x1"},{"gecko_id":null,"address":"0x2"}]
            """);

        batch.Contracts.ShouldBe([new SourceContract("a", "ethereum", "0xAb"), new SourceContract("b", "binance-smart-chain", "0xCd")]);
    }

    [Theory]
    [InlineData("0xAb", "ethereum", "0xAb")]
    [InlineData("ethereum:0xAb", "ethereum", "0xAb")]
    [InlineData("avax:0xAb", "avalanche", "0xAb")]
    [InlineData("Arbitrum:0xAb", "arbitrum-one", "0xAb")]
    [InlineData("optimism:0xAb", "optimistic-ethereum", "0xAb")]
    [InlineData("polygon:0xAb", "polygon-pos", "0xAb")]
    [InlineData("fantom:0xAb", "fantom", "0xAb")]
    [InlineData("base:0xAb", "base", "0xAb")]
    [InlineData("solana:MiNt", "solana", "MiNt")]
    [InlineData("sui:0x1::coin::COIN", "sui", "0x1::coin::COIN")]
    public void TryParse_KnownPlatform_GivesCoinGeckosId(string text, string platform, string address)
    {
        DefiLlamaAddress.TryParse(text, out var foundPlatform, out var foundAddress).ShouldBeTrue();

        foundPlatform.ShouldBe(platform);
        foundAddress.ShouldBe(address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("logo.jpg")]
    [InlineData("MiNt")]
    [InlineData("bsc:")]
    [InlineData("solana:-")]
    [InlineData("nowhere:0xAb")]
    public void TryParse_UnknownForm_IsFalse(string? text) => DefiLlamaAddress.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public async Task FetchAsync_EmptyList_Throws() =>
        (await Should.ThrowAsync<SourceException>(() => FetchAsync("[]"))).Code.ShouldBe("empty");

    private Task<SourceBatch> FetchAsync(string protocols)
    {
        var options = new DefiLlamaOptions();
        var upstream = new StubUpstream(_time).On("/protocols", protocols);
        return new DefiLlamaSource(upstream.CreateClient(options), options, _time).FetchAsync(CancellationToken.None);
    }
}
