using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using MarketData.Assets;
using MarketData.Hosting;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Sample;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Sources;

internal static class SourcesExtensions
{
    private const int MaxResponseHeadersKilobytes = 32;

    /// <summary>
    /// Adds every source that the settings enable as an <see cref="IMarketDataSource"/>; the sample market only without a live source of
    /// prices, since made-up prices never stand beside real ones.
    /// </summary>
    public static WebApplicationBuilder AddSources(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<IngestionOptions>().BindConfiguration(IngestionOptions.Section).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IngestionOptions>, IngestionOptionsValidator>());

        var enabled = builder.Configuration.GetSection(IngestionOptions.Section).Get<IngestionOptions>()?.Sources ?? new SourcesOptions();
        if (enabled.CoinGecko.Enabled)
        {
            builder.Services.AddSource(SourceNames.CoinGecko, sources => sources.CoinGecko,
                (http, options, time) => new CoinGeckoSource(http, options, time));
            builder.Services.AddHistory(SourceNames.CoinGecko, (provider, http) => new CoinGeckoHistory(http, provider.GetRequiredService<TimeProvider>()));
        }

        if (enabled.CoinPaprika.Enabled)
        {
            builder.Services.AddSource(SourceNames.CoinPaprika, sources => sources.CoinPaprika,
                (http, options, time) => new CoinPaprikaSource(http, options, time));
            builder.Services.AddHistory(SourceNames.CoinPaprika, (_, http) => new CoinPaprikaHistory(http));
        }

        if (enabled.DefiLlama.Enabled)
        {
            builder.Services.AddSource(SourceNames.DefiLlama, sources => sources.DefiLlama,
                (http, options, time) => new DefiLlamaSource(http, options, time));
            builder.Services.AddHistory(
                SourceNames.DefiLlama, (provider, http) => new DefiLlamaHistory(http, provider.GetRequiredService<TimeProvider>()));
        }

        if (enabled.AlternativeMe.Enabled)
        {
            builder.Services.AddSource(SourceNames.AlternativeMe, sources => sources.AlternativeMe,
                (http, options, time) => new AlternativeMeSource(http, options, time));
        }

        if (enabled.Binance.Enabled)
        {
            builder.Services.AddSourceClient(SourceNames.Binance, sources => sources.Binance);
            builder.Services.AddHistory(SourceNames.Binance, (provider, http) => new BinanceHistory(
                http, provider.GetRequiredService<IOptions<IngestionOptions>>().Value.Sources.Binance, provider.GetRequiredService<SeedCatalog>()));
        }

        if (enabled.RunsSample)
        {
            builder.Services.AddSingleton<IMarketDataSource>(provider => new SampleSource(
                SampleUniverse.Load(), provider.GetRequiredService<SeedCatalog>(), enabled.Sample, provider.GetRequiredService<TimeProvider>()));
        }

        return builder;
    }

    /// <summary>The connections of one source.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
        // Spans of requests, but no traceparent: which trace a request of ours belongs to is no provider's business.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        MaxResponseHeadersLength = MaxResponseHeadersKilobytes,
        // Giving up an answer that is too large must not read on to save the connection.
        MaxResponseDrainSize = 0,
        // The sources live as long as the process, and so do their clients: this is what lets them see a change of DNS.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    };

    internal static void Configure(HttpClient client)
    {
        // The pipeline of the source bounds each attempt.
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("MarketData", ServiceVersion.Text));
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    private static void AddSource<TOptions>(
        this IServiceCollection services,
        string name,
        Func<SourcesOptions, TOptions> select,
        Func<SourceHttpClient, TOptions, TimeProvider, IMarketDataSource> create)
        where TOptions : SourceOptions
    {
        services.AddSourceClient(name, select);
        services.AddSingleton(provider => create(
            provider.GetRequiredKeyedService<SourceHttpClient>(name),
            select(provider.GetRequiredService<IOptions<IngestionOptions>>().Value.Sources),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Adds what gives the past of a source. It shares the budget with the polls.</summary>
    private static void AddHistory(this IServiceCollection services, string name, Func<IServiceProvider, SourceHttpClient, IHistorySource> create) =>
        services.AddSingleton(provider => create(provider, provider.GetRequiredKeyedService<SourceHttpClient>(name)));

    /// <summary>The one way to a provider: whatever asks it shares budget, bans and circuit.</summary>
    private static void AddSourceClient(this IServiceCollection services, string name, Func<SourcesOptions, SourceOptions> select)
    {
        // The factory's own loggers would write the headers, and so the keys, at the Trace level.
        services.AddHttpClient(name, Configure)
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        services.AddKeyedSingleton(name, (provider, _) => new SourceHttpClient(
            name,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(name),
            select(provider.GetRequiredService<IOptions<IngestionOptions>>().Value.Sources),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SourceHttpClient>>()));
    }
}
