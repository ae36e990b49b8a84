using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;
using MarketData.Markets;

namespace MarketData.Ingestion.Sources;

/// <summary>CoinGecko: quotes at every poll, rates and categories hourly, contract addresses daily.</summary>
/// <remarks>
/// The rates have no time of their own. Rows of <c>/coins/list</c> without an id occur and are left out in silence; in
/// <c>/coins/markets</c> they would be a failure.
/// </remarks>
internal sealed class CoinGeckoSource(SourceHttpClient http, CoinGeckoOptions options, TimeProvider time) : IMarketDataSource
{
    public static readonly TimeSpan HourlyFeeds = TimeSpan.FromHours(1);
    public static readonly TimeSpan DailyFeed = TimeSpan.FromDays(1);

    private const int PageSize = 250;

    // Without precision=full prices below a dollar are rounded at the source.
    private const string MarketsPath = "coins/markets?vs_currency=usd&order=market_cap_desc&per_page=250&page=";
    private const string MarketsFields = "&price_change_percentage=1h,24h,7d,14d,30d,200d,1y&precision=full&locale=en";

    private readonly SlowFeed<FxRate> _rates = new("exchange_rates", HourlyFeeds, time);
    private readonly SlowFeed<SourceCategory> _categories = new("coins/categories", HourlyFeeds, time);
    private readonly SlowFeed<SourceContract> _contracts = new("coins/list", DailyFeed, time);

    public string Name => SourceNames.CoinGecko;

    public TimeSpan Interval => options.Interval;

    public bool GivesQuotes => true;

    public SourceBudget Budget => http.Budget.Current;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public async Task<SourceBatch> FetchAsync(CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var failures = new List<string>();

        var markets = await FetchPageAsync(poll, 1, cancellationToken);
        if (markets.Count == 0)
        {
            throw poll.Empty();
        }

        var receivedAt = time.GetUtcNow();
        await AddFurtherPagesAsync(poll, markets, failures, cancellationToken);

        return new SourceBatch
        {
            ReceivedAt = receivedAt,
            Quotes = ToQuotes(markets, failures),
            FxRates = await _rates.FetchIfDueAsync(() => FetchRatesAsync(poll, failures, cancellationToken), failures),
            Categories = await _categories.FetchIfDueAsync(() => FetchCategoriesAsync(poll, failures, cancellationToken), failures),
            Contracts = await _contracts.FetchIfDueAsync(() => FetchContractsAsync(poll, cancellationToken), failures),
            Requests = poll.Requests,
            Failures = failures,
        };
    }

    private static Task<List<CoinGeckoMarket?>> FetchPageAsync(SourcePoll poll, int page, CancellationToken cancellationToken) =>
        poll.GetRowsAsync($"{MarketsPath}{page}{MarketsFields}", SourceJsonContext.Default.CoinGeckoMarket, cancellationToken);

    private async Task AddFurtherPagesAsync(
        SourcePoll poll, List<CoinGeckoMarket?> markets, List<string> failures, CancellationToken cancellationToken)
    {
        var lastCount = markets.Count;
        for (var page = 2; page <= options.Pages && lastCount >= PageSize; page++)
        {
            try
            {
                var rows = await FetchPageAsync(poll, page, cancellationToken);
                markets.AddRange(rows);
                lastCount = rows.Count;
            }
            catch (SourceException exception)
            {
                failures.Add($"coins/markets page {page}: {exception.Code}: {exception.Message}");
                return;
            }
        }
    }

    private static List<SourceQuote> ToQuotes(List<CoinGeckoMarket?> markets, List<string> failures)
    {
        var quotes = new List<SourceQuote>(markets.Count);
        foreach (var market in markets)
        {
            if (market is { Id: { Length: > 0 } id, Symbol: { Length: > 0 } symbol })
            {
                quotes.Add(market.ToQuote(id, symbol));
            }
        }

        if (quotes.Count < markets.Count)
        {
            failures.Add($"coins/markets: {markets.Count - quotes.Count} rows without id or symbol");
        }

        return quotes;
    }

    private async Task<IReadOnlyList<FxRate>> FetchRatesAsync(SourcePoll poll, List<string> failures, CancellationToken cancellationToken)
    {
        var answer = await poll.GetObjectAsync("exchange_rates", SourceJsonContext.Default.CoinGeckoRates, cancellationToken);
        var rates = answer.ToFxRates(SourceNames.CoinGecko, time.GetUtcNow(), out var skipped);
        if (rates.Count == 0)
        {
            throw new SourceException(FaultCode.BadJson, "No rate of the US dollar, which the others are measured by.", requests: poll.Requests);
        }

        if (skipped > 0)
        {
            failures.Add($"exchange_rates: {skipped} rates that cannot be read");
        }

        return rates;
    }

    private static async Task<IReadOnlyList<SourceCategory>> FetchCategoriesAsync(
        SourcePoll poll, List<string> failures, CancellationToken cancellationToken)
    {
        var rows = await poll.GetRowsAsync("coins/categories", SourceJsonContext.Default.CoinGeckoCategory, cancellationToken);
        var categories = new List<SourceCategory>(rows.Count);
        foreach (var row in rows)
        {
            if (row is { Id: { Length: > 0 } id })
            {
                categories.Add(new SourceCategory(
                    id, row.Name ?? id, row.MarketCap, row.MarketCapChangePercentage24h, row.Volume24h, row.UpdatedAt));
            }
        }

        if (categories.Count < rows.Count)
        {
            failures.Add($"coins/categories: {rows.Count - categories.Count} rows without id");
        }

        return categories;
    }

    private static async Task<IReadOnlyList<SourceContract>> FetchContractsAsync(SourcePoll poll, CancellationToken cancellationToken)
    {
        var rows = await poll.GetRowsAsync("coins/list?include_platform=true", SourceJsonContext.Default.CoinGeckoListed, cancellationToken);
        var contracts = new List<SourceContract>();
        foreach (var row in rows)
        {
            if (row is { Id: { Length: > 0 } id, Platforms: { } platforms })
            {
                contracts.AddRange(platforms
                    .Where(platform => platform.Key.Length > 0 && !string.IsNullOrWhiteSpace(platform.Value))
                    .Select(platform => new SourceContract(id, platform.Key, platform.Value!.Trim())));
            }
        }

        return contracts;
    }
}
