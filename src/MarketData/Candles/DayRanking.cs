using System.Globalization;
using System.Text.Json.Serialization;
using MarketData.Caching;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Candles;

/// <summary>The list of assets as it stood on a day of the past, from the daily candles.</summary>
internal sealed class DayRanking(HistoryRequest request, DateTimeOffset day, int limit, int skip, string link) : IResult
{
    /// <summary>The day asked for.</summary>
    public static readonly QueryParameter<DateTimeOffset?> AsOf = Parameter.Time(
        "as_of", "The list as it stood on the UTC day that holds this time, from daily candles: fewer fields, greatest market cap first, amounts in other currencies than usd at the current rate. Goes with limit, cursor, vs, precision and numbers alone.", "2025-01-01");

    /// <summary>Reads a request for a day; null and the problem if it does not fit.</summary>
    public static DayRanking? Read(
        RequestQuery query,
        IReadOnlyList<QueryParameter> parameters,
        QueryParameter<int> limit,
        QueryParameter<string?> cursor,
        HttpContext context,
        MarketSnapshot snapshot,
        out ApiProblem? problem)
    {
        QueryParameter[] taken = [AsOf, limit, cursor, MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers];
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var day = CandleInterval.OneDay.OpenTimeOf(query.Get(AsOf)!.Value);
        var skip = 0;
        problem = null;
        if (parameters.FirstOrDefault(parameter => query.Has(parameter) && !taken.Contains(parameter)) is { } other)
        {
            problem = ApiProblem.BadParameter(
                other.Name, "not_with_as_of", $"{other.Name} does not go with as_of.", $"With as_of: {string.Join(", ", taken.Select(parameter => parameter.Name))}.");
        }
        else if (day > now)
        {
            problem = ApiProblem.BadParameter("as_of", "future_day", "The day has not begun.", "A day that is not after today.");
        }
        else if (query.Get(cursor) is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
        {
            problem = ApiProblem.BadParameter("cursor", "invalid_cursor", "The cursor is not one of this list.", "next of the page before, with the same as_of.");
        }

        if (problem is not null || !MarketParameters.TryGetCurrency(query, snapshot, out var currency, out problem))
        {
            return null;
        }

        var others = QueryString.Create(context.Request.Query.Where(parameter => parameter.Key != cursor.Name));
        return new DayRanking(
            new HistoryRequest(snapshot, currency, MarketParameters.FormatOf(query), null, now, now),
            day,
            query.Get(limit),
            skip,
            $"{context.Request.PathBase}{context.Request.Path}{others}&cursor=");
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var store = httpContext.RequestServices.GetRequiredService<ICandleStore>();
        return new CachedJsonAnswer<DayRankingResponse>(request.Format, request.FreshUntil, token => FindAsync(store, token)).ExecuteAsync(httpContext);
    }

    private async Task<FoundAnswer<DayRankingResponse>> FindAsync(ICandleStore store, CancellationToken cancellationToken)
    {
        var candles = await store.ReadDayAsync(day, cancellationToken);
        var rows = request.Snapshot.Rows.ToDictionary(row => row.Asset.Id);
        var ranked = candles
            .Where(candle => rows.ContainsKey(candle.AssetId))
            .OrderByDescending(candle => candle.MarketCap)
            .ThenBy(candle => rows[candle.AssetId].Asset.Slug, StringComparer.Ordinal)
            .ToList();
        var page = ranked.Skip(skip).Take(limit).ToList();
        var next = ranked.Count - skip > limit ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null;
        var data = page.Select((candle, i) => RankedAssetResponse.From(candle, rows[candle.AssetId], skip + i + 1, request)).ToList();
        var asOf = page.Count == 0 ? (DateTimeOffset?)null : page.Max(candle => candle.LastAt);
        return new FoundAnswer<DayRankingResponse>(
            new DayRankingResponse(
                DateOnly.FromDateTime(day.UtcDateTime), data, HistoryMeta.Of(request, asOf, page.Select(candle => candle.Source)), next),
            page.Count == 0,
            next is null ? null : $"<{link}{next}>; rel=\"next\"");
    }
}

/// <summary>The assets as they stood on a day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Data">The assets that have a candle of that day, greatest market cap first, those without one last.</param>
/// <param name="Meta">Where the figures stand.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
public sealed record DayRankingResponse(DateOnly Day, IReadOnlyList<RankedAssetResponse> Data, HistoryMeta Meta, string? Next);

/// <summary>An asset as it stood on a day. Amounts are in the currency asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Symbol">Ticker letters as they are today.</param>
/// <param name="Name">Name as it is today.</param>
/// <param name="Rank">1 is the greatest market cap among the assets with a candle of that day; null without a market cap.</param>
/// <param name="Price">Last price of the day; null if it is beyond what an exact decimal can hold in this currency.</param>
/// <param name="MarketCap">Market cap at that time; null if unknown.</param>
/// <param name="Volume24h">Volume of the 24 hours before; null if unknown.</param>
/// <param name="AsOf">Time of the price by its source's clock.</param>
public sealed record RankedAssetResponse(
    string Id,
    string Symbol,
    string Name,
    int? Rank,
    decimal? Price,
    decimal? MarketCap,
    [property: JsonPropertyName("volume_24h")] decimal? Volume24h,
    DateTimeOffset AsOf)
{
    internal static RankedAssetResponse From(Candle candle, MarketRow row, int position, HistoryRequest request) => new(
        row.Asset.Slug,
        row.Asset.Symbol,
        row.Asset.Name,
        candle.MarketCap is null ? null : position,
        request.Amount(candle.Close),
        request.Amount(candle.MarketCap),
        request.Amount(candle.Volume24h),
        candle.LastAt);
}
