using System.Globalization;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;
using MarketData.Markets;

namespace MarketData.Ingestion.Sources;

/// <summary>alternative.me: the fear and greed index, one value for each day since 2018-02-01.</summary>
/// <remarks>
/// Documented is an object with the values in <c>data</c>; mirrors give the bare list, which is taken likewise. Numbers are strings, the
/// newest value stands first.
/// </remarks>
internal sealed class AlternativeMeSource(SourceHttpClient http, AlternativeMeOptions options, TimeProvider time) : IMarketDataSource
{
    private const int WholeHistory = 0;

    private DateTimeOffset? _newest;

    public string Name => SourceNames.AlternativeMe;

    public TimeSpan Interval => options.Interval;

    public bool GivesQuotes => false;

    public SourceBudget Budget => http.Budget.Current;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public async Task<SourceBatch> FetchAsync(CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var rows = await poll.GetAsync($"fng/?limit={FindLimit()}&format=json", ReadRowsAsync, cancellationToken);
        var receivedAt = time.GetUtcNow();
        var points = rows
            .Select(row => row?.ToPoint(SourceNames.AlternativeMe, receivedAt))
            .OfType<SentimentPoint>()
            .OrderBy(point => point.At)
            .ToList();
        if (points.Count == 0)
        {
            throw poll.Empty();
        }

        _newest = points[^1].At;
        return new SourceBatch
        {
            ReceivedAt = receivedAt,
            Sentiments = points,
            Requests = poll.Requests,
            Failures = points.Count < rows.Count ? [$"fng: {rows.Count - points.Count} values that cannot be read"] : [],
        };
    }

    /// <summary>The days since the newest value and one more, so that failed polls leave no gap.</summary>
    private int FindLimit()
    {
        var days = _newest is { } newest ? (time.GetUtcNow() - newest).TotalDays : double.MaxValue;
        return days < 365 ? Math.Max((int)days, 0) + 2 : WholeHistory;
    }

    private static async ValueTask<List<AlternativeMeValue?>> ReadRowsAsync(SourceAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.IsList)
        {
            return await answer.ReadRowsAsync(SourceJsonContext.Default.AlternativeMeValue, cancellationToken);
        }

        var whole = await answer.ReadObjectAsync(SourceJsonContext.Default.AlternativeMeAnswer, cancellationToken);
        return whole.Data ?? [];
    }
}

/// <summary>The documented answer of alternative.me's <c>/fng/</c>.</summary>
internal sealed class AlternativeMeAnswer : ProviderAnswer
{
    public List<AlternativeMeValue?>? Data { get; set; }
}

/// <summary>A value in alternative.me's <c>/fng/</c>.</summary>
internal sealed class AlternativeMeValue
{
    private const int Highest = 100;

    public string? Value { get; set; }

    public string? ValueClassification { get; set; }

    public string? Timestamp { get; set; }

    public SentimentPoint? ToPoint(string source, DateTimeOffset receivedAt)
    {
        if (int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= Highest
            && int.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var unixSeconds)
            && ValueClassification is { Length: > 0 } classification)
        {
            return new SentimentPoint(source, DateTimeOffset.FromUnixTimeSeconds(unixSeconds), value, classification, receivedAt);
        }

        return null;
    }
}
