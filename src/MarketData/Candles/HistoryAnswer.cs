using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace MarketData.Candles;

/// <summary>An answer of history.</summary>
/// <param name="Data">What was asked for.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record HistoryAnswer<T>(T Data, HistoryMeta Meta)
    where T : notnull;

/// <summary>A page of history.</summary>
/// <param name="Data">The entries, oldest first.</param>
/// <param name="Meta">Where the figures stand.</param>
/// <param name="Next">Value of <c>from</c> that the next page begins with; null on the last one.</param>
public sealed record HistoryPage<T>(IReadOnlyList<T> Data, HistoryMeta Meta, DateTimeOffset? Next);

/// <summary>Where figures of the past stand.</summary>
/// <param name="AsOf">Time of the newest figure in the answer by its source's clock; null if it holds none.</param>
/// <param name="Snapshot">Version of the snapshot that the currency's rate comes from.</param>
/// <param name="Stale">Whether even the newest figure of the whole market is older than the limit, or something newer was stored than the answer holds and could not be read in time.</param>
/// <param name="Sources">Sources that the figures rest on, in alphabetical order; empty where entries of several are summed up.</param>
/// <param name="Currency">Currency of the amounts; null where there are none.</param>
/// <param name="Rates"><c>current</c> if the amounts were converted from US dollars at the current rate; null if they are as they were kept.</param>
public sealed record HistoryMeta(
    DateTimeOffset? AsOf, long Snapshot, bool Stale, IReadOnlyList<string> Sources, string? Currency, string? Rates)
{
    internal static HistoryMeta Of(HistoryRequest request, DateTimeOffset? asOf, IEnumerable<string> sources) => new(
        asOf,
        request.Snapshot.Version,
        request.Snapshot.Stale,
        [.. sources.Distinct().SelectMany(source => source.Split(',')).Distinct().Order(StringComparer.Ordinal)],
        request.Currency.Code,
        request.Currency == Markets.Currency.UsDollar ? null : "current");
}

/// <summary>Names the page behind a request's: the same request with another <c>from</c>. Holds nothing of the request but its text.</summary>
internal sealed class HistoryLink(HttpRequest request)
{
    private readonly string _path = request.PathBase + request.Path;
    private readonly string? _query = request.QueryString.Value;

    /// <summary>Value of the <c>Link</c> header; null if there is no next page.</summary>
    public string? To(DateTimeOffset? next)
    {
        if (next is not { } from)
        {
            return null;
        }

        var query = QueryString.Create(QueryHelpers.ParseQuery(_query)
            .Where(parameter => parameter.Key != HistoryParameters.From.Name)
            .Append(new("from", from.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture))));
        return $"<{_path}{query}>; rel=\"next\"";
    }
}
