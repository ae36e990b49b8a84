using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Sources.Sample;

internal static class SampleExtensions
{
    private static readonly string[] LiveQuoteSources = ["CoinGecko", "CoinPaprika"];

    /// <summary>Adds the sample market, unless it is switched off or a live source of prices is on: made-up prices never stand beside real ones.</summary>
    public static WebApplicationBuilder AddSampleSource(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(SampleOptions.Section).Get<SampleOptions>() ?? new SampleOptions();
        if (!options.Enabled || LiveQuoteSources.Any(name => builder.Configuration.GetValue<bool>($"Ingestion:Sources:{name}:Enabled")))
        {
            return builder;
        }

        builder.Services.AddOptions<SampleOptions>().BindConfiguration(SampleOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SampleOptions>, SampleOptionsValidator>();
        builder.Services.AddSingleton(SampleUniverse.Load());
        builder.Services.AddSingleton<IMarketDataSource, SampleSource>();
        return builder;
    }
}
