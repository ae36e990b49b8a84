using System.Globalization;
using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>CoinPaprika's candles of a day, with volume and market cap, a year in a request.</summary>
/// <remarks>
/// How far back it goes is a matter of the plan: 24 hours without a key, 30, 90 or 365 days with one, all with the largest. Beyond that
/// the provider refuses, and the item says so.
/// </remarks>
internal sealed class CoinPaprikaHistory(SourceHttpClient http) : IHistorySource
{
    private const int PageSize = 366;

    private static readonly DateTimeOffset FirstDay = new(2013, 4, 28, 0, 0, 0, TimeSpan.Zero);

    public string Name => SourceNames.CoinPaprika;

    public IReadOnlyList<CandleInterval> Intervals { get; } = [CandleInterval.OneDay];

    public TimeSpan UntilSpare => http.UntilSpare;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public DateTimeOffset EarliestAt(CandleInterval interval, DateTimeOffset now) => FirstDay;

    public string? FindId(string slug, IReadOnlyList<AssetSourceId> sourceIds) => sourceIds.FirstOrDefault(id => id.Source == Name)?.SourceId;

    public async Task<HistoryPage> FetchAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var end = range.From.AddYears(1) < range.To ? range.From.AddYears(1) : range.To;
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"v1/coins/{Uri.EscapeDataString(range.SourceId)}/ohlcv/historical?start={range.From.ToUnixTimeSeconds()}&end={end.ToUnixTimeSeconds() - 1}&limit={PageSize}&interval=24h&quote=usd");
        var rows = await poll.GetRowsAsync(path, SourceJsonContext.Default.CoinPaprikaDay, cancellationToken);
        return new HistoryPage
        {
            Candles = [.. rows.Select(row => (row ?? new CoinPaprikaDay()).ToCandle())],
            Next = end,
            Requests = poll.Requests,
        };
    }
}

/// <summary>A row of CoinPaprika's <c>/v1/coins/{id}/ohlcv/historical</c>.</summary>
internal sealed class CoinPaprikaDay
{
    public DateTimeOffset? TimeOpen { get; set; }

    public SourceNumber Open { get; set; }

    public SourceNumber High { get; set; }

    public SourceNumber Low { get; set; }

    public SourceNumber Close { get; set; }

    public SourceNumber Volume { get; set; }

    public SourceNumber MarketCap { get; set; }

    public HistoryCandle ToCandle() => new(TimeOpen, Open, High, Low, Close, Volume, MarketCap.MissingIfZero());
}
