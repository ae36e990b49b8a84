using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace MarketData.Tests.Ingestion;

public sealed class IngestionOptionsValidatorTests
{
    [Fact]
    public void Validate_DefaultsInDevelopment_RunTheSample()
    {
        Validate([]).ShouldBeEmpty();
        Bind([]).Sources.RunsSample.ShouldBeTrue();
    }

    [Fact]
    public void Validate_DefaultsInProduction_AskForALiveSource()
    {
        var failure = Validate([], Environments.Production).ShouldHaveSingleItem();

        failure.ShouldContain("Ingestion:Sources:CoinPaprika:Enabled (environment: Ingestion__Sources__CoinPaprika__Enabled)");
        failure.ShouldContain("Ingestion:Sources:CoinGecko:Enabled (environment: Ingestion__Sources__CoinGecko__Enabled)");
    }

    [Theory]
    [InlineData("CoinGecko")]
    [InlineData("CoinPaprika")]
    public void Validate_OneLiveSourceInProduction_IsEnoughAndEndsTheSample(string source)
    {
        Dictionary<string, string?> settings = new() { [$"{source}:Enabled"] = "true" };

        Validate(settings, Environments.Production).ShouldBeEmpty();
        Bind(settings).Sources.RunsSample.ShouldBeFalse();
    }

    [Theory]
    [InlineData("DefiLlama")]
    [InlineData("AlternativeMe")]
    public void Validate_OnlySupplementsInProduction_IsNotEnough(string source) =>
        Validate(new() { [$"{source}:Enabled"] = "true" }, Environments.Production).Length.ShouldBe(1);

    [Fact]
    public void Validate_NothingAtAll_NamesTheSampleToo() =>
        Validate(new() { ["Sample:Enabled"] = "false" }).ShouldHaveSingleItem().ShouldContain("Ingestion__Sources__Sample__Enabled");

    [Theory]
    [InlineData("CoinGecko:Pages", "0")]
    [InlineData("CoinGecko:Pages", "101")]
    [InlineData("CoinGecko:Plan", "7")]
    [InlineData("CoinGecko:Plan", "demo")]
    [InlineData("CoinGecko:ApiKey", "CG-key")]
    [InlineData("CoinGecko:Interval", "00:00:00")]
    [InlineData("CoinGecko:Interval", "5")]
    [InlineData("CoinGecko:Timeout", "00:10:00")]
    [InlineData("CoinGecko:RequestsPerMinute", "-1")]
    [InlineData("CoinGecko:RequestsPerMonth", "-1")]
    [InlineData("CoinGecko:MaxBodyBytes", "1000")]
    [InlineData("CoinGecko:BaseUrl", "api.coingecko.com")]
    [InlineData("CoinGecko:BaseUrl", "ftp://api.coingecko.com")]
    [InlineData("CoinGecko:BaseUrl", "https://user:pass@api.coingecko.com")]
    [InlineData("CoinGecko:BaseUrl", "https://api.coingecko.com/?key=1")]
    public void Validate_BadSetting_NamesItInBothForms(string path, string value)
    {
        var failure = Validate(new() { ["CoinGecko:Enabled"] = "true", [path] = value }).ShouldHaveSingleItem();

        failure.ShouldContain($"Ingestion:Sources:{path} (environment: Ingestion__Sources__{path.Replace(":", "__", StringComparison.Ordinal)})");
    }

    [Fact]
    public void Validate_BadSettingOfADisabledSource_IsNotLookedAt() =>
        Validate(new() { ["CoinGecko:Pages"] = "0", ["CoinGecko:BaseUrl"] = "?" }).ShouldBeEmpty();

    [Theory]
    [InlineData("http://upstream.internal/api", "over the network")]
    [InlineData("http://127.0.0.1:8080/api", null)]
    [InlineData("https://upstream.internal/api", null)]
    public void Validate_KeyOverPlainHttp_IsRefusedBeyondThisMachine(string address, string? message)
    {
        var failures = Validate(new() { ["CoinPaprika:Enabled"] = "true", ["CoinPaprika:ApiKey"] = "key", ["CoinPaprika:BaseUrl"] = address });

        string.Concat(failures).Contains(message ?? "\n", StringComparison.Ordinal).ShouldBe(message is not null);
    }

    [Fact]
    public void Validate_KeyWithBlanks_IsNotRepeatedInTheMessage()
    {
        var failure = Validate(new() { ["CoinPaprika:Enabled"] = "true", ["CoinPaprika:ApiKey"] = "my s3cret" }).ShouldHaveSingleItem();

        failure.ShouldContain("Ingestion__Sources__CoinPaprika__ApiKey");
        failure.ShouldNotContain("s3cret");
    }

    [Fact]
    public void Validate_KeyForASourceWithoutKeys_IsRefused() =>
        Validate(new() { ["DefiLlama:Enabled"] = "true", ["DefiLlama:ApiKey"] = "key" }).ShouldHaveSingleItem().ShouldContain("takes no key");

    [Fact]
    public void Validate_UnknownSource_NamesTheKnownOnes() =>
        Validate(new() { ["CoinGeko:Enabled"] = "true" }).ShouldHaveSingleItem().ShouldContain("CoinGecko, CoinPaprika, DefiLlama, AlternativeMe, Binance, Sample");

    [Fact]
    public void Defaults_FitTheBudgetsOfCallersWithoutAKey()
    {
        var sources = new SourcesOptions();

        sources.CoinGecko.PlannedRequestsPerMonth.ShouldBe(5_983);
        sources.CoinPaprika.PlannedRequestsPerMonth.ShouldBe(8_928);
        new CoinGeckoOptions { Pages = 2 }.PlannedRequestsPerMonth.ShouldBe(10_447);
        new CoinGeckoOptions { Pages = 2, Interval = TimeSpan.FromMinutes(15) }.PlannedRequestsPerMonth.ShouldBe(7_471);
    }

    private static string[] Validate(Dictionary<string, string?> settings, string? environment = null)
    {
        var result = new IngestionOptionsValidator(new FixedEnvironment(environment ?? Environments.Development), Configure(settings))
            .Validate(null, Bind(settings));
        return [.. result.Failures ?? []];
    }

    private static IngestionOptions Bind(Dictionary<string, string?> settings) =>
        Configure(settings).GetSection(IngestionOptions.Section).Get<IngestionOptions>() ?? new IngestionOptions();

    private static IConfigurationRoot Configure(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Ingestion:Sources:{setting.Key}", setting.Value)))
            .Build();

    private sealed class FixedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "MarketData";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
