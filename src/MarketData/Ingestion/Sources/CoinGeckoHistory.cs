using System.Globalization;
using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>CoinGecko's points of price, market cap and volume: every five minutes for a day, every hour for 90 days.</summary>
/// <remarks>
/// For more than 90 days the provider gives a point a day, of which no candle can be made; these are not asked for. How far apart the
/// points are follows from the number of days alone, so that all of a range comes in one answer.
/// </remarks>
internal sealed class CoinGeckoHistory(SourceHttpClient http, TimeProvider time) : IHistorySource
{
    public string Name => SourceNames.CoinGecko;

    public IReadOnlyList<CandleInterval> Intervals { get; } = [CandleInterval.FiveMinutes, CandleInterval.OneHour];

    public TimeSpan UntilSpare => http.UntilSpare;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public DateTimeOffset EarliestAt(CandleInterval interval, DateTimeOffset now) =>
        interval.OpenTimeOf(now.AddDays(-LongestDays(interval))) + interval.Width();

    public string? FindId(string slug, IReadOnlyList<AssetSourceId> sourceIds) => sourceIds.FirstOrDefault(id => id.Source == Name)?.SourceId;

    public async Task<HistoryPage> FetchAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();

        // Two days at least, or the points would be five minutes apart where an hour was asked for.
        var days = Math.Clamp(
            (int)Math.Ceiling((time.GetUtcNow() - range.From).TotalDays), range.Interval is CandleInterval.FiveMinutes ? 1 : 2, LongestDays(range.Interval));
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"coins/{Uri.EscapeDataString(range.SourceId)}/market_chart?vs_currency=usd&days={days}&precision=full");
        var chart = await poll.GetObjectAsync(path, SourceJsonContext.Default.CoinGeckoChart, cancellationToken);
        var points = chart.ToPoints();
        return points.Count > 0 ? new HistoryPage { Points = points, Next = range.To, Requests = poll.Requests } : throw poll.Empty();
    }

    private static int LongestDays(CandleInterval interval) => interval is CandleInterval.FiveMinutes ? 1 : 90;
}

/// <summary>CoinGecko's <c>/coins/{id}/market_chart</c>: three series of pairs of milliseconds and a figure.</summary>
internal sealed class CoinGeckoChart : ProviderAnswer
{
    public List<List<SourceNumber>?>? Prices { get; set; }

    public List<List<SourceNumber>?>? MarketCaps { get; set; }

    public List<List<SourceNumber>?>? TotalVolumes { get; set; }

    /// <summary>The prices with what the other series have at the same time.</summary>
    public IReadOnlyList<HistoryPoint> ToPoints()
    {
        var marketCaps = ByTime(MarketCaps);
        var volumes = ByTime(TotalVolumes);
        return [.. ByTime(Prices).OrderBy(price => price.Key).Select(price => new HistoryPoint(
            price.Key, price.Value, marketCaps.GetValueOrDefault(price.Key), volumes.GetValueOrDefault(price.Key)))];
    }

    private static Dictionary<DateTimeOffset, SourceNumber> ByTime(List<List<SourceNumber>?>? series)
    {
        var byTime = new Dictionary<DateTimeOffset, SourceNumber>();
        foreach (var pair in series ?? [])
        {
            if (pair is [{ Exact: { } milliseconds and >= 0 and < long.MaxValue }, var figure]
                && UnixTime.FromMilliseconds((long)milliseconds) is { } at)
            {
                byTime[at] = figure;
            }
        }

        return byTime;
    }
}
