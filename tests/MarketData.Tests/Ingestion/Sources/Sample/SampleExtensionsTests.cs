using MarketData.Ingestion;
using MarketData.Ingestion.Sources.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace MarketData.Tests.Ingestion.Sources.Sample;

public sealed class SampleExtensionsTests
{
    [Theory]
    [InlineData("true", "false", "false", true)]
    [InlineData("false", "false", "false", false)]
    [InlineData("true", "true", "false", false)]
    [InlineData("true", "false", "true", false)]
    public void AddSampleSource_Settings_AddItOnlyWithoutALiveSourceOfPrices(string sample, string coinGecko, string coinPaprika, bool expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Ingestion:Sources:Sample:Enabled"] = sample,
            ["Ingestion:Sources:CoinGecko:Enabled"] = coinGecko,
            ["Ingestion:Sources:CoinPaprika:Enabled"] = coinPaprika,
        });

        builder.AddSampleSource();

        builder.Services.Any(service => service.ServiceType == typeof(IMarketDataSource)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("00:00:01", true)]
    [InlineData("01:00:00", true)]
    [InlineData("00:00:00.9", false)]
    [InlineData("01:00:01", false)]
    public void Validate_Interval_IsFromASecondToAnHour(string interval, bool expected)
    {
        var options = new SampleOptions { Interval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture) };

        new SampleOptionsValidator().Validate(null, options).Succeeded.ShouldBe(expected);
    }
}
