using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>CoinPaprika: the quotes of all its assets in one request.</summary>
/// <remarks>The free plan leaves out the circulating supply; market cap and price tell it.</remarks>
internal sealed class CoinPaprikaSource(SourceHttpClient http, CoinPaprikaOptions options, TimeProvider time) : IMarketDataSource
{
    public string Name => SourceNames.CoinPaprika;

    public TimeSpan Interval => options.Interval;

    public bool GivesQuotes => true;

    public SourceBudget Budget => http.Budget.Current;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public async Task<SourceBatch> FetchAsync(CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var tickers = await poll.GetRowsAsync("v1/tickers?quotes=USD", SourceJsonContext.Default.CoinPaprikaTicker, cancellationToken);
        if (tickers.Count == 0)
        {
            throw poll.Empty();
        }

        var receivedAt = time.GetUtcNow();
        var quotes = new List<SourceQuote>(tickers.Count);
        foreach (var ticker in tickers)
        {
            if (ticker is { Id: { Length: > 0 } id, Symbol: { Length: > 0 } symbol })
            {
                quotes.Add(ticker.ToQuote(id, symbol));
            }
        }

        return new SourceBatch
        {
            ReceivedAt = receivedAt,
            Quotes = quotes,
            Requests = poll.Requests,
            Failures = quotes.Count < tickers.Count ? [$"v1/tickers: {tickers.Count - quotes.Count} rows without id or symbol"] : [],
        };
    }
}
