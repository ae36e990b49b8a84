using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;
using Microsoft.Extensions.Options;

namespace MarketData.Ingestion;

/// <summary>Checks the settings at start, and tells the operator what to do. A source that is not enabled is not looked at.</summary>
internal sealed class IngestionOptionsValidator(IHostEnvironment environment, IConfiguration configuration) : IValidateOptions<IngestionOptions>
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan LeastTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, IngestionOptions options)
    {
        var sources = options.Sources;
        string[] failures =
        [
            .. FindUnknownSources(),
            .. CheckQuoteSources(sources),
            .. CheckSource(nameof(sources.CoinGecko), sources.CoinGecko),
            .. CheckSource(nameof(sources.CoinPaprika), sources.CoinPaprika),
            .. CheckSource(nameof(sources.DefiLlama), sources.DefiLlama),
            .. CheckSource(nameof(sources.AlternativeMe), sources.AlternativeMe),
            .. CheckSource(nameof(sources.Binance), sources.Binance),
            .. CheckCoinGecko(sources.CoinGecko),
            .. BackfillOptionsCheck.Find(options),
            .. sources.RunsSample ? CheckRange("Sample:Interval", sources.Sample.Interval, LeastInterval, MostInterval) : [],
        ];
        return failures.Length > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    /// <summary>A setting as the operator writes it: in a file and in the environment.</summary>
    private static string Setting(string path)
    {
        var whole = $"{IngestionOptions.Section}:Sources:{path}";
        return $"{whole} (environment: {whole.Replace(":", "__", StringComparison.Ordinal)})";
    }

    private IEnumerable<string> FindUnknownSources()
    {
        var known = typeof(SourcesOptions).GetProperties().Select(property => property.Name).ToArray();
        return configuration.GetSection($"{IngestionOptions.Section}:Sources").GetChildren()
            .Where(section => !known.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
            .Select(section => $"{Setting(section.Key)} names no source. Sources are {string.Join(", ", known)}.");
    }

    private IEnumerable<string> CheckQuoteSources(SourcesOptions sources)
    {
        if (sources.HasLiveQuotes || (sources.RunsSample && !environment.IsProduction()))
        {
            yield break;
        }

        var live = $"Set {Setting("CoinPaprika:Enabled")} to true: it needs no key and gives the whole market in one request. "
            + $"Or set {Setting("CoinGecko:Enabled")} to true: it needs no key for the first 250 assets every 10 minutes.";
        yield return environment.IsProduction()
            ? $"No live source of prices is enabled, and in Production the sample market does not count. {live}"
            : $"No source of prices is enabled. {live} Or set {Setting("Sample:Enabled")} to true for the built-in sample market.";
    }

    private static IEnumerable<string> CheckSource(string name, SourceOptions options) => !options.Enabled
        ? []
        :
        [
            .. CheckBaseUrl(name, options),
            .. CheckApiKey(name, options),
            .. CheckRange($"{name}:Interval", options.Interval, LeastInterval, MostInterval),
            .. CheckRange($"{name}:Timeout", options.Timeout, LeastTimeout, MostTimeout),
            .. CheckRange($"{name}:RequestsPerMinute", options.RequestsPerMinute, 0, 10_000, "0 is unlimited"),
            .. CheckRange($"{name}:RequestsPerMonth", options.RequestsPerMonth, 0, 1_000_000_000, "0 is unlimited"),
            .. CheckRange($"{name}:MaxBodyBytes", options.MaxBodyBytes, 64 * 1024, 256 * 1024 * 1024, "bytes after decompression"),
        ];

    private static IEnumerable<string> CheckBaseUrl(string name, SourceOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BaseUrl))
        {
            yield break;
        }

        if (!Uri.TryCreate(options.BaseUrl.Trim(), UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0)
        {
            yield return $"{Setting($"{name}:BaseUrl")} must be an absolute https or http address without user, query or fragment, "
                + $"such as {options.DefaultBaseUrl}. Leave it empty for the provider's own.";
        }
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !string.IsNullOrWhiteSpace(options.ApiKey))
        {
            yield return $"{Setting($"{name}:BaseUrl")} is http, which would send the key in clear over the network. "
                + "Use https, or remove the key.";
        }
    }

    private static IEnumerable<string> CheckApiKey(string name, SourceOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            yield break;
        }

        // The key itself must not come into the message: it goes to the log.
        if (options.ApiKey.Trim().Any(character => character is <= ' ' or > '~'))
        {
            yield return $"{Setting($"{name}:ApiKey")} has characters that no key has (spaces, line breaks, or beyond ASCII). Copy it again.";
        }

        if (options is DefiLlamaOptions or AlternativeMeOptions or BinanceOptions)
        {
            yield return $"{Setting($"{name}:ApiKey")} is set, but the source takes no key. Remove it.";
        }
    }

    private static IEnumerable<string> CheckCoinGecko(CoinGeckoOptions options)
    {
        if (!options.Enabled)
        {
            yield break;
        }

        foreach (var failure in CheckRange("CoinGecko:Pages", options.Pages, 1, 100, "each page is 250 assets and one request in each poll"))
        {
            yield return failure;
        }

        if (!Enum.IsDefined(options.Plan))
        {
            yield return $"{Setting("CoinGecko:Plan")} must be keyless, demo or pro.";
        }
        else if (options.Plan is CoinGeckoPlan.Keyless && !string.IsNullOrWhiteSpace(options.ApiKey))
        {
            yield return $"{Setting("CoinGecko:ApiKey")} is set, but the plan is keyless. Set {Setting("CoinGecko:Plan")} to demo or pro.";
        }
        else if (options.Plan is not CoinGeckoPlan.Keyless && string.IsNullOrWhiteSpace(options.ApiKey))
        {
            yield return $"{Setting("CoinGecko:Plan")} needs a key. Set {Setting("CoinGecko:ApiKey")}, or set the plan to keyless.";
        }
    }

    private static IEnumerable<string> CheckRange(string path, TimeSpan value, TimeSpan least, TimeSpan most) => value < least || value > most
        ? [$"{Setting(path)} is {value:c}; it must be from {least:c} to {most:c}, written as hours:minutes:seconds."]
        : [];

    private static IEnumerable<string> CheckRange(string path, long value, long least, long most, string meaning) => value < least || value > most
        ? [$"{Setting(path)} is {value}; it must be from {least} to {most} ({meaning})."]
        : [];
}
