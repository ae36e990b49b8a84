namespace MarketData.Ingestion.Sources;

/// <summary>Settings of one provider: section <c>Ingestion:Sources:&lt;Name&gt;</c>.</summary>
public abstract class SourceOptions
{
    /// <summary>Whether the source is polled. Default false: nothing is asked of a provider until the operator says so.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Address that the provider's paths are appended to, with or without a slash at its end. Default empty: the provider's own.
    /// An absolute <c>https</c> (or <c>http</c>) address without user, query or fragment.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>Key of the operator's account; sent in a header and never logged. Default empty: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Time between two polls. 1 second to 1 day.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>Longest time for one request with its whole answer. Default 30 seconds; 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests in any 60 seconds, retries included. Default 10; 0 (unlimited) to 10,000.</summary>
    public int RequestsPerMinute { get; set; } = 10;

    /// <summary>Requests in a calendar month (UTC), retries included; at the limit polling stops until the next month. 0 is unlimited.</summary>
    public int RequestsPerMonth { get; set; }

    /// <summary>Largest answer in bytes after decompression; reading stops there. Default 8 MiB; 64 KiB to 256 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Address used when <see cref="BaseUrl"/> is empty.</summary>
    internal abstract string DefaultBaseUrl { get; }

    /// <summary>Path of a request that tells whether the provider is there and takes the key; its answer is not read.</summary>
    internal virtual string ProbePath => "";

    /// <summary>Header that takes the key; null if the provider knows no keys.</summary>
    internal virtual string? KeyHeader => null;

    /// <summary>Requests that a month of 31 days takes when none fails.</summary>
    internal virtual double PlannedRequestsPerMonth => TimeSpan.FromDays(31) / Interval;

    internal Uri ResolveBaseUrl()
    {
        var address = string.IsNullOrWhiteSpace(BaseUrl) ? DefaultBaseUrl : BaseUrl.Trim();
        return new Uri(address.EndsWith('/') ? address : address + '/');
    }
}

/// <summary>Settings of CoinGecko: section <c>Ingestion:Sources:CoinGecko</c>.</summary>
/// <remarks>
/// Interval: default 10 minutes. RequestsPerMonth: default 10,000, what the demo plan allows. With one page every 10 minutes a month of
/// 31 days takes 4,464 requests for quotes, 744 for rates and 744 for categories (hourly), and 31 for contract addresses (daily): 5,983,
/// which leaves 40 % for retries and restarts. Two pages take 10,447 and need an interval of 15 minutes (7,471).
/// RequestsPerMinute: default 10, since callers without a key share the limit of their address (5 to 15).
/// </remarks>
public sealed class CoinGeckoOptions : SourceOptions
{
    /// <summary>Defaults that fit the demo plan.</summary>
    public CoinGeckoOptions()
    {
        Interval = TimeSpan.FromMinutes(10);
        RequestsPerMonth = 10_000;
    }

    /// <summary>
    /// Plan of the key: <c>keyless</c> (default), <c>demo</c> or <c>pro</c>. It decides the header of the key and the address used when
    /// BaseUrl is empty.
    /// </summary>
    public CoinGeckoPlan Plan { get; set; }

    /// <summary>Pages of 250 assets, greatest market cap first. Default 1; 1 to 100. Each costs one request in each poll.</summary>
    public int Pages { get; set; } = 1;

    internal override string ProbePath => "ping";

    internal override string DefaultBaseUrl => Plan is CoinGeckoPlan.Pro
        ? "https://pro-api.coingecko.com/api/v3/"
        : "https://api.coingecko.com/api/v3/";

    internal override string? KeyHeader => Plan switch
    {
        CoinGeckoPlan.Demo => "x-cg-demo-api-key",
        CoinGeckoPlan.Pro => "x-cg-pro-api-key",
        _ => null,
    };

    internal override double PlannedRequestsPerMonth
    {
        get
        {
            var month = TimeSpan.FromDays(31);
            var hourly = month / (Interval > CoinGeckoSource.HourlyFeeds ? Interval : CoinGeckoSource.HourlyFeeds);
            return (Pages * base.PlannedRequestsPerMonth) + (2 * hourly) + (month / CoinGeckoSource.DailyFeed);
        }
    }
}

/// <summary>Plan of a CoinGecko key.</summary>
public enum CoinGeckoPlan
{
    /// <summary>No key.</summary>
    Keyless = 0,

    /// <summary>Free key; header <c>x-cg-demo-api-key</c>.</summary>
    Demo = 1,

    /// <summary>Paid key; header <c>x-cg-pro-api-key</c>, own host.</summary>
    Pro = 2,
}

/// <summary>Settings of CoinPaprika: section <c>Ingestion:Sources:CoinPaprika</c>.</summary>
/// <remarks>
/// Interval: default 5 minutes. RequestsPerMonth: default 20,000, what callers without a key are allowed. The whole market is one
/// request, so that a month of 31 days takes 8,928 (45 %). A key belongs to a paid plan, which has its own host.
/// </remarks>
public sealed class CoinPaprikaOptions : SourceOptions
{
    /// <summary>Defaults that fit callers without a key.</summary>
    public CoinPaprikaOptions()
    {
        Interval = TimeSpan.FromMinutes(5);
        RequestsPerMonth = 20_000;
    }

    internal override string ProbePath => "v1/tickers";

    internal override string DefaultBaseUrl => string.IsNullOrWhiteSpace(ApiKey)
        ? "https://api.coinpaprika.com/"
        : "https://api-pro.coinpaprika.com/";

    internal override string KeyHeader => "Authorization";
}

/// <summary>Settings of DefiLlama: section <c>Ingestion:Sources:DefiLlama</c>.</summary>
/// <remarks>
/// Interval: default 1 hour, 744 requests a month. RequestsPerMonth: default 0 (unlimited), since none is documented. MaxBodyBytes:
/// default 32 MiB, for the list of all protocols is one answer of several megabytes.
/// </remarks>
public sealed class DefiLlamaOptions : SourceOptions
{
    /// <summary>Defaults that fit a list that is one large answer.</summary>
    public DefiLlamaOptions()
    {
        Interval = TimeSpan.FromHours(1);
        MaxBodyBytes = 32 * 1024 * 1024;
    }

    internal override string ProbePath => "protocols";

    internal override string DefaultBaseUrl => "https://api.llama.fi/";
}

/// <summary>Settings of alternative.me: section <c>Ingestion:Sources:AlternativeMe</c>.</summary>
/// <remarks>Interval: default 1 hour, 744 requests a month; the index itself changes once a day. RequestsPerMonth: default 0 (unlimited).</remarks>
public sealed class AlternativeMeOptions : SourceOptions
{
    /// <summary>Defaults that fit an index that changes once a day.</summary>
    public AlternativeMeOptions() => Interval = TimeSpan.FromHours(1);

    internal override string ProbePath => "fng/?limit=1";

    internal override string DefaultBaseUrl => "https://api.alternative.me/";
}

/// <summary>Settings of Binance: section <c>Ingestion:Sources:Binance</c>. It is not polled; it gives candles of the past.</summary>
/// <remarks>
/// Interval: longest time for one request with its repeats, default 1 minute. RequestsPerMinute: default 60; a page of 1,000 candles
/// weighs 2 of the 6,000 that an address has in a minute. RequestsPerMonth: default 0 (unlimited), since none is documented.
/// </remarks>
public sealed class BinanceOptions : SourceOptions
{
    /// <summary>Defaults that stay far below the limits of an address.</summary>
    public BinanceOptions()
    {
        Interval = TimeSpan.FromMinutes(1);
        RequestsPerMinute = 60;
    }

    /// <summary>
    /// Pairs by asset, such as <c>bitcoin</c>: <c>BTCUSDT</c>, beside or in place of the built-in ones. Quoted in US dollars or a coin that
    /// stands for one: prices are taken as US dollars. Default empty.
    /// </summary>
    public Dictionary<string, string> Symbols { get; set; } = [];

    internal override string ProbePath => "api/v3/ping";

    /// <summary>The host for market data alone, which asks for no key.</summary>
    internal override string DefaultBaseUrl => "https://data-api.binance.vision/";

    internal override double PlannedRequestsPerMonth => 0;
}
