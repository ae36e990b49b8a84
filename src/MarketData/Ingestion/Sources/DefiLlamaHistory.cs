using System.Globalization;
using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>DefiLlama's value locked of past days, summed over the protocols of an asset as the polls do.</summary>
/// <remarks>
/// A day has a sum only if every protocol that had begun and not ended has a value: one that is missing would look like an outflow. All days come at once;
/// a request for each protocol, and one a day for the list of them.
/// </remarks>
internal sealed class DefiLlamaHistory(SourceHttpClient http, TimeProvider time) : IHistorySource
{
    private static readonly DateTimeOffset FirstDay = new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ILookup<string, string>? _slugs;
    private DateTimeOffset _slugsAt;

    public string Name => SourceNames.DefiLlama;

    public IReadOnlyList<CandleInterval> Intervals { get; } = [CandleInterval.OneDay];

    public TimeSpan UntilSpare => http.UntilSpare;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public DateTimeOffset EarliestAt(CandleInterval interval, DateTimeOffset now) => FirstDay;

    /// <summary>DefiLlama names tokens by CoinGecko's ids.</summary>
    public string? FindId(string slug, IReadOnlyList<AssetSourceId> sourceIds) =>
        sourceIds.FirstOrDefault(id => id.Source == SourceNames.CoinGecko)?.SourceId;

    public async Task<HistoryPage> FetchAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var series = new List<IReadOnlyDictionary<DateTimeOffset, decimal>>();
        foreach (var slug in (await FindSlugsAsync(poll, cancellationToken))[range.SourceId])
        {
            var protocol = await poll.GetObjectAsync(
                string.Create(CultureInfo.InvariantCulture, $"protocol/{Uri.EscapeDataString(slug)}"),
                SourceJsonContext.Default.DefiLlamaSeries,
                cancellationToken);
            series.Add(protocol.ByDay());
        }

        var tvls = Sum(series);
        return tvls.Count > 0 ? new HistoryPage { Tvls = tvls, Next = range.To, Requests = poll.Requests } : throw poll.Empty();
    }

    /// <summary>The days on which every protocol that is within its time has a value, with the sums.</summary>
    private static List<HistoryTvl> Sum(IEnumerable<IReadOnlyDictionary<DateTimeOffset, decimal>> series)
    {
        var known = series
            .Where(days => days.Count > 0)
            .Select(days => (Days: days, First: days.Keys.Min(), Last: days.Keys.Max()))
            .ToList();
        return
        [
            .. known.SelectMany(protocol => protocol.Days.Keys).Distinct().Order()
                .Select(day => (Day: day, Live: known.Where(protocol => protocol.First <= day && day <= protocol.Last).ToList()))
                .Where(entry => entry.Live.TrueForAll(protocol => protocol.Days.ContainsKey(entry.Day)))
                .Select(entry => new HistoryTvl(entry.Day, entry.Live.Sum(protocol => protocol.Days[entry.Day])))
                .Where(tvl => tvl.Value <= DefiLlamaSource.MostTvl),
        ];
    }

    private async Task<ILookup<string, string>> FindSlugsAsync(SourcePoll poll, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_slugs is null || now - _slugsAt > TimeSpan.FromDays(1))
        {
            var protocols = await poll.GetRowsAsync("protocols", SourceJsonContext.Default.DefiLlamaProtocol, cancellationToken);
            _slugs = protocols
                .Where(protocol => protocol is { GeckoId.Length: > 0, Slug.Length: > 0 })
                .ToLookup(protocol => protocol!.GeckoId!, protocol => protocol!.Slug!);
            _slugsAt = now;
        }

        return _slugs;
    }
}

/// <summary>DefiLlama's <c>/protocol/{slug}</c>: value locked over time, in steps of a day, the newest at the time of the request.</summary>
internal sealed class DefiLlamaSeries : ProviderAnswer
{
    public List<DefiLlamaValue?>? Tvl { get; set; }

    /// <summary>The last value of each day (UTC).</summary>
    public IReadOnlyDictionary<DateTimeOffset, decimal> ByDay()
    {
        var days = new Dictionary<DateTimeOffset, decimal>();
        foreach (var value in (Tvl ?? []).OfType<DefiLlamaValue>().OrderBy(value => value.Date.Exact))
        {
            if (value is { Date.Exact: { } seconds and >= 0 and < 100_000_000_000, TotalLiquidityUsd.Exact: { } tvl and >= 0 and <= DefiLlamaSource.MostTvl })
            {
                days[CandleInterval.OneDay.OpenTimeOf(DateTimeOffset.FromUnixTimeSeconds((long)seconds))] = tvl;
            }
        }

        return days;
    }
}

/// <summary>A value of <see cref="DefiLlamaSeries"/>.</summary>
internal sealed class DefiLlamaValue
{
    /// <summary>Seconds since 1970.</summary>
    public SourceNumber Date { get; set; }

    /// <summary>US dollars.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("totalLiquidityUSD")]
    public SourceNumber TotalLiquidityUsd { get; set; }
}
