using MarketData.Assets;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class SourcesExtensionsTests
{
    [Theory]
    [InlineData("true", "false", "false", "sample")]
    [InlineData("false", "false", "false", "")]
    [InlineData("true", "true", "false", "coingecko")]
    [InlineData("true", "false", "true", "coinpaprika")]
    [InlineData("true", "true", "true", "coingecko,coinpaprika")]
    public void AddSources_Settings_AddTheSampleMarketOnlyWithoutALiveSourceOfPrices(
        string sample, string coinGecko, string coinPaprika, string expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Ingestion:Sources:Sample:Enabled"] = sample,
            ["Ingestion:Sources:CoinGecko:Enabled"] = coinGecko,
            ["Ingestion:Sources:CoinPaprika:Enabled"] = coinPaprika,
        });

        builder.AddSources();

        builder.Services.AddSingleton(SeedCatalog.Load());
        using var services = builder.Services.BuildServiceProvider();
        string.Join(',', services.GetServices<IMarketDataSource>().Select(source => source.Name).Order()).ShouldBe(expected);
    }
}
