using System.Globalization;
using MarketData.Candles;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Snapshots;

namespace MarketData.Ingestion.Backfill;

/// <summary>Makes a job of a request, or says what is wrong with it: nothing is asked of a source before everything is known to fit.</summary>
internal sealed class BackfillPlanner(IEnumerable<IHistorySource> sources, TimeProvider time)
{
    private const int MaxIdLength = 200;

    // As long as a candle takes late points as a matter of course.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyList<IHistorySource> _sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];

    /// <summary>What a request asks for, in one line: two for the same, in whatever order, have the same.</summary>
    public static string FingerprintOf(BackfillRequest request)
    {
        var since = request.Since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
        var assets = request.Assets is null
            ? string.Create(CultureInfo.InvariantCulture, $"top {request.Top}")
            : string.Join(',', request.Assets.Select(asset => asset.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal));
        return $"{request.Source} {request.Interval} {since} {assets}";
    }

    public (NewBackfillJob? Job, ApiProblem? Problem) Plan(BackfillRequest request, MarketSnapshot snapshot)
    {
        if (_sources.FirstOrDefault(candidate => candidate.Name == request.Source) is not { } source)
        {
            return Refuse("$.source", "The source is not enabled, or gives no past.", OneOf(_sources.Select(candidate => candidate.Name)));
        }

        if (CandleIntervals.Find(request.Interval) is not { } interval || !source.Intervals.Contains(interval))
        {
            return Refuse("$.interval", $"{source.Name} cannot be asked for it.", OneOf(source.Intervals.Select(known => known.Name())));
        }

        if (request.Assets is null == request.Top is null)
        {
            return Refuse("$", "Either assets or top must be given.", "assets, or top.");
        }

        var (since, until) = RangeOf(request.Since, source, interval);
        if (since >= until)
        {
            return Refuse("$.since", "Nothing has ended since then.", $"A time before {until:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        var (assets, problems) = request.Top is { } top ? FindTop(top, source, snapshot) : FindAssets(request.Assets!, source, snapshot);
        return problems.Count > 0
            ? (null, ApiProblem.BadParameters(problems))
            : (new NewBackfillJob(FingerprintOf(request), source.Name, interval, since, until, assets), null);
    }

    private (DateTimeOffset Since, DateTimeOffset Until) RangeOf(DateTimeOffset? asked, IHistorySource source, CandleInterval interval)
    {
        var now = time.GetUtcNow();
        var earliest = source.EarliestAt(interval, now);
        return (interval.OpenTimeOf(asked > earliest ? asked.Value : earliest), interval.OpenTimeOf(now - Grace));
    }

    private static (List<(int, string)> Assets, List<ParameterProblem> Problems) FindTop(int top, IHistorySource source, MarketSnapshot snapshot)
    {
        if (top is < 1 or > BackfillOptions.MaxAssets)
        {
            return ([], [new("$.top", "invalid_body", $"{top} is out of range.", $"1 to {BackfillOptions.MaxAssets}.")]);
        }

        List<(int, string)> known = [.. snapshot.Rows
            .Where(row => row.MarketCap is not null)
            .Select(row => (row.Asset.Id, SourceId: source.FindId(row.Asset.Slug, row.SourceIds)))
            .Where(asset => asset.SourceId is not null)
            .Select(asset => (asset.Id, asset.SourceId!))
            .Take(top)];
        return known.Count > 0
            ? (known, [])
            : ([], [new("$.top", "unknown_at_source", $"{source.Name} knows none of the assets with a market cap.", "A source that knows them.")]);
    }

    private static (List<(int, string)> Assets, List<ParameterProblem> Problems) FindAssets(
        IReadOnlyList<string> ids, IHistorySource source, MarketSnapshot snapshot)
    {
        if (ids.Count is 0 or > BackfillOptions.MaxAssets)
        {
            return ([], [new("$.assets", "invalid_body", $"{ids.Count} assets are given.", $"1 to {BackfillOptions.MaxAssets} assets.")]);
        }

        var assets = new Dictionary<int, string>();
        var problems = new List<ParameterProblem>();
        for (var i = 0; i < ids.Count; i++)
        {
            var path = $"$.assets[{i}]";
            if (ids[i] is not { Length: > 0 and <= MaxIdLength } id || snapshot.Find(id) is not { } number)
            {
                problems.Add(new(path, "unknown_asset", "There is no such asset.", "An id of GET /v1/assets."));
                continue;
            }

            var row = snapshot.Rows[number];
            if (source.FindId(row.Asset.Slug, row.SourceIds) is { } sourceId)
            {
                assets[row.Asset.Id] = sourceId;
            }
            else
            {
                problems.Add(new(path, "unknown_at_source", $"{source.Name} is not known to have '{row.Asset.Slug}'.", "An asset that the source knows."));
            }
        }

        return ([.. assets.Select(asset => (asset.Key, asset.Value))], problems);
    }

    private static string OneOf(IEnumerable<string> words) => string.Join(", ", words) is { Length: > 0 } list ? $"One of {list}." : "None: no such source is enabled.";

    private static (NewBackfillJob?, ApiProblem?) Refuse(string path, string detail, string accepts) => (null, JsonBody.Invalid(path, detail, accepts));
}
