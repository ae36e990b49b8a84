using System.Net;
using MarketData.Assets;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

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

    [Fact]
    public async Task AddSources_Defaults_AddNoLiveSource()
    {
        await using var app = Build(["--Ingestion:Sources:Sample:Enabled=false"]);

        app.Services.GetServices<IMarketDataSource>().ShouldBeEmpty();
    }

    [Fact]
    public async Task AddSources_Enabled_AreSingletonsWithTheirSettings()
    {
        await using var app = Build(
        [
            "--Ingestion:Sources:CoinGecko:Enabled=true", "--Ingestion:Sources:CoinGecko:Interval=00:30:00",
            "--Ingestion:Sources:CoinPaprika:Enabled=true", "--Ingestion:Sources:DefiLlama:Enabled=true",
            "--Ingestion:Sources:AlternativeMe:Enabled=true", "--Ingestion:Sources:AlternativeMe:RequestsPerMinute=0",
        ]);

        var sources = app.Services.GetServices<IMarketDataSource>().ToList();

        sources.Select(source => (source.Name, source.GivesQuotes, source.Interval)).ShouldBe(
        [
            ("coingecko", true, TimeSpan.FromMinutes(30)),
            ("coinpaprika", true, TimeSpan.FromMinutes(5)),
            ("defillama", false, TimeSpan.FromHours(1)),
            ("alternativeme", false, TimeSpan.FromHours(1)),
        ]);
        sources.Select(source => source.Budget).ShouldBe(
        [
            new SourceBudget(10, 10_000, 0, null), new SourceBudget(10, 20_000, 0, null),
            new SourceBudget(10, null, 0, null), new SourceBudget(null, null, 0, null),
        ]);
        app.Services.GetServices<IMarketDataSource>().ShouldBe(sources);
    }

    [Fact]
    public async Task AddSources_NoSourceInProduction_StopsTheStart()
    {
        await using var app = Build(["--environment=Production"]);

        var exception = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync());

        exception.Message.ShouldContain("Ingestion__Sources__CoinPaprika__Enabled");
    }

    [Fact]
    public void CreateHandler_FollowsNothingAndRemembersNothing()
    {
        using var handler = SourcesExtensions.CreateHandler();

        handler.AllowAutoRedirect.ShouldBeFalse();
        handler.UseCookies.ShouldBeFalse();
        handler.AutomaticDecompression.ShouldBe(DecompressionMethods.All);
    }

    [Fact]
    public void AppSettings_HaveTheDefaultsOfTheClasses()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();
        var written = settings.GetSection(IngestionOptions.Section).Get<IngestionOptions>().ShouldNotBeNull();
        var defaults = new IngestionOptions();

        Describe(written.Sources.CoinGecko).ShouldBe(Describe(defaults.Sources.CoinGecko));
        Describe(written.Sources.CoinPaprika).ShouldBe(Describe(defaults.Sources.CoinPaprika));
        Describe(written.Sources.DefiLlama).ShouldBe(Describe(defaults.Sources.DefiLlama));
        Describe(written.Sources.AlternativeMe).ShouldBe(Describe(defaults.Sources.AlternativeMe));
        Describe(written.Sources.Sample).ShouldBe(Describe(defaults.Sources.Sample));
    }

    private static WebApplication Build(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0", "--environment=Development", .. arguments]);
        builder.AddSources();
        return builder.Build();
    }

    /// <summary>The settings as text; empty and absent texts are alike.</summary>
    private static List<string> Describe(object options) =>
        [.. options.GetType().GetProperties().Select(property => $"{property.Name}={property.GetValue(options)}").Order()];
}
