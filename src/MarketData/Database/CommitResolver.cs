using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Database;

/// <summary>
/// What of a commit goes to the database, the same for both engines: one row for each key (a statement cannot change a row
/// twice), in the order of the keys (two commits at once then wait for each other instead of deadlocking), and no zero
/// where it means "unknown".
/// </summary>
internal static class CommitResolver
{
    /// <summary>The commit with at most one row for each key.</summary>
    public static IngestionCommit Resolve(IngestionCommit commit) => commit with
    {
        ChangedAssets = [.. Last(commit.ChangedAssets, asset => asset.Id).OrderBy(asset => asset.Id)],
        SourceIds = [.. commit.SourceIds
            .DistinctBy(id => (id.Source, id.SourceId))
            .OrderBy(id => id.Source, StringComparer.Ordinal).ThenBy(id => id.SourceId, StringComparer.Ordinal)],
        Contracts = [.. commit.Contracts
            .DistinctBy(contract => (contract.Platform, contract.Address))
            .OrderBy(contract => contract.Platform, StringComparer.Ordinal).ThenBy(contract => contract.Address, StringComparer.Ordinal)],
        Categories = [.. commit.Categories
            .GroupBy(category => category.Id).Select(group => group.Aggregate(Fill)).OrderBy(category => category.Id, StringComparer.Ordinal)],
        AssetCategories = [.. commit.AssetCategories
            .Distinct()
            .OrderBy(member => member.AssetId).ThenBy(member => member.CategoryId, StringComparer.Ordinal)],
        Quotes = [.. Newest(commit.Quotes, quote => (quote.AssetId, quote.Source), quote => quote.AsOf)
            .Select(ZeroAsUnknown)
            .OrderBy(quote => quote.AssetId).ThenBy(quote => quote.Source, StringComparer.Ordinal)],
        PricePoints = Resolve(commit.PricePoints),
        Candles = Resolve(commit.Candles),
        Corrections = [.. Last(commit.Corrections, correction => (KeyOf(correction.After), correction.CorrectedAt.UtcTicks))
            .OrderBy(correction => correction.After.AssetId).ThenBy(correction => correction.CorrectedAt)],
        GlobalPoint = commit.GlobalPoint is { } total ? total with { At = PricePoint.SlotOf(total.At) } : null,
        CategoryPoints = [.. Last(
            [.. commit.CategoryPoints.Select(point => point with { At = PricePoint.SlotOf(point.At) })], point => (point.CategoryId, point.At))
            .OrderBy(point => point.CategoryId, StringComparer.Ordinal).ThenBy(point => point.At)],
        FxRates = [.. Newest(commit.FxRates, rate => (rate.Currency, PricePoint.SlotOf(rate.ReceivedAt)), rate => rate.ReceivedAt)
            .OrderBy(rate => rate.Currency, StringComparer.Ordinal).ThenBy(rate => rate.ReceivedAt)],
        Tvls = [.. Newest(commit.Tvls, tvl => (tvl.AssetId, tvl.Source), tvl => tvl.ReceivedAt)
            .OrderBy(tvl => tvl.AssetId).ThenBy(tvl => tvl.Source, StringComparer.Ordinal)],
        Sentiments = [.. Last(commit.Sentiments, point => (point.Source, point.At.UtcTicks))
            .OrderBy(point => point.Source, StringComparer.Ordinal).ThenBy(point => point.At)],
        Refusals = [.. commit.Refusals
            .GroupBy(refusal => (refusal.Source, refusal.SourceId, refusal.Rule, refusal.Field))
            .Select(group => group.Aggregate(Count))
            .OrderBy(refusal => refusal.Source, StringComparer.Ordinal).ThenBy(refusal => refusal.SourceId, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Rule, StringComparer.Ordinal).ThenBy(refusal => refusal.Field, StringComparer.Ordinal)],
        Collisions = [.. Last(commit.Collisions, collision => (collision.Source, collision.SourceId))
            .OrderBy(collision => collision.Source, StringComparer.Ordinal)
            .ThenBy(collision => collision.SourceId, StringComparer.Ordinal)],
    };

    /// <summary>The points on their grid, at most one for each slot.</summary>
    public static IReadOnlyList<PricePoint> Resolve(IReadOnlyList<PricePoint> points) =>
        LastOfEach(
            points.Select(point => PricePoint.SlotOf(point.At) == point.At ? point : point with { At = PricePoint.SlotOf(point.At) }),
            (left, right) => Compare(left.AssetId.CompareTo(right.AssetId), left.At.CompareTo(right.At)),
            (left, right) => left.AsOf.CompareTo(right.AsOf));

    /// <summary>The candles on the grid of their interval; of two with one key the later in the list.</summary>
    public static IReadOnlyList<Candle> Resolve(IReadOnlyList<Candle> candles) =>
        LastOfEach(
            candles.Select(OnGrid),
            (left, right) => Compare(
                left.AssetId.CompareTo(right.AssetId),
                left.Interval == right.Interval ? 0 : string.CompareOrdinal(left.Interval.Name(), right.Interval.Name()),
                left.OpenTime.CompareTo(right.OpenTime),
                ((int)left.Origin).CompareTo((int)right.Origin)),
            (_, _) => 0);

    private static Candle OnGrid(Candle candle) => candle.Interval.OpenTimeOf(candle.OpenTime) is var openTime && openTime == candle.OpenTime
        ? candle
        : candle with { OpenTime = openTime };

    /// <summary>
    /// The rows in the order of their keys, one of each: the last by <paramref name="byAge"/>, of equals the later in the list. One sort
    /// instead of a look-up for each row, since a poll has tens of thousands.
    /// </summary>
    private static List<T> LastOfEach<T>(IEnumerable<T> rows, Comparison<T> byKey, Comparison<T> byAge)
    {
        var sorted = rows.Select((row, place) => (Row: row, Place: place)).ToArray();
        Array.Sort(sorted, (left, right) => Compare(
            byKey(left.Row, right.Row), byAge(left.Row, right.Row), left.Place.CompareTo(right.Place)));
        var last = new List<T>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i + 1 == sorted.Length || byKey(sorted[i].Row, sorted[i + 1].Row) != 0)
            {
                last.Add(sorted[i].Row);
            }
        }

        return last;
    }

    /// <summary>The first comparison that tells a difference.</summary>
    private static int Compare(params ReadOnlySpan<int> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison != 0)
            {
                return comparison;
            }
        }

        return 0;
    }

    /// <summary>For each key the item with the newest time; of equal times the later in the list.</summary>
    private static Dictionary<TKey, T>.ValueCollection Newest<T, TKey>(
        IEnumerable<T> items, Func<T, TKey> key, Func<T, DateTimeOffset> time)
        where TKey : notnull
    {
        var newest = new Dictionary<TKey, T>();
        foreach (var item in items)
        {
            if (!newest.TryGetValue(key(item), out var held) || time(item) >= time(held))
            {
                newest[key(item)] = item;
            }
        }

        return newest.Values;
    }

    private static IEnumerable<T> Last<T, TKey>(IReadOnlyList<T> items, Func<T, TKey> key)
        where TKey : notnull => items.Reverse().DistinctBy(key);

    private static (int AssetId, CandleInterval Interval, long OpenTime, CandleOrigin Origin) KeyOf(Candle candle) =>
        (candle.AssetId, candle.Interval, candle.OpenTime.UtcTicks, candle.Origin);

    /// <summary>
    /// Sources write 0 for amounts that they do not know. A volume of zero is a fact, and so is a change of zero:
    /// the price stood still.
    /// </summary>
    private static Quote ZeroAsUnknown(Quote quote) => quote with
    {
        MarketCap = NullIfZero(quote.MarketCap),
        FullyDilutedValuation = NullIfZero(quote.FullyDilutedValuation),
        CirculatingSupply = NullIfZero(quote.CirculatingSupply),
        TotalSupply = NullIfZero(quote.TotalSupply),
        MaxSupply = NullIfZero(quote.MaxSupply),
        High24h = NullIfZero(quote.High24h),
        Low24h = NullIfZero(quote.Low24h),
        Ath = NullIfZero(quote.Ath),
        Atl = NullIfZero(quote.Atl),
    };

    private static decimal? NullIfZero(decimal? value) => value == 0 ? null : value;

    private static Category Fill(Category earlier, Category later) => later with
    {
        Description = later.Description ?? earlier.Description,
        ProviderSource = later.ProviderSource ?? earlier.ProviderSource,
        ProviderMarketCap = later.ProviderMarketCap ?? earlier.ProviderMarketCap,
        ProviderMarketCapChangePercentage24h =
            later.ProviderMarketCapChangePercentage24h ?? earlier.ProviderMarketCapChangePercentage24h,
        ProviderVolume24h = later.ProviderVolume24h ?? earlier.ProviderVolume24h,
        ProviderAsOf = later.ProviderAsOf ?? earlier.ProviderAsOf,
        ProviderReceivedAt = later.ProviderReceivedAt ?? earlier.ProviderReceivedAt,
    };

    private static QuarantinedQuote Count(QuarantinedQuote earlier, QuarantinedQuote later) => later with
    {
        AssetId = later.AssetId ?? earlier.AssetId,
        FirstSeenAt = earlier.FirstSeenAt < later.FirstSeenAt ? earlier.FirstSeenAt : later.FirstSeenAt,
        LastSeenAt = earlier.LastSeenAt > later.LastSeenAt ? earlier.LastSeenAt : later.LastSeenAt,
        Occurrences = earlier.Occurrences + later.Occurrences,
    };
}
