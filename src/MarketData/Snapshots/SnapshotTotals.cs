using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>
/// The totals of a snapshot as they go into the history: the same figures that <c>/v1/global</c> and <c>/v1/categories</c> answer.
/// </summary>
internal static class SnapshotTotals
{
    /// <summary>Totals of the market; null if no figure is fresh, since the last known ones would be given for a time they are not of.</summary>
    public static GlobalPoint? GlobalOf(MarketSnapshot snapshot)
    {
        if (snapshot.Stale)
        {
            return null;
        }

        var global = GlobalResponse.From(snapshot, Currency.UsDollar, NumberFormat.Full);
        var dominance = new Dictionary<string, double>(global.DominanceByAsset);
        foreach (var (tier, share) in global.DominanceByTier)
        {
            dominance[$"tier:{tier}"] = share;
        }

        return new GlobalPoint(PricePoint.SlotOf(snapshot.BuiltAt), global.MarketCap, global.Volume24h, global.MarketCapCount, dominance);
    }

    /// <summary>Totals of the categories in which a figure is known; none if no figure is fresh.</summary>
    public static IReadOnlyList<CategoryPoint> CategoriesOf(MarketSnapshot snapshot) => snapshot.Stale
        ? []
        :
        [
            .. snapshot.Categories
                .Where(category => category.Totals is not { MarketCap: null, Volume24h: null })
                .Select(category => new CategoryPoint(
                    category.Category.Id,
                    PricePoint.SlotOf(snapshot.BuiltAt),
                    category.Totals.MarketCap,
                    category.Totals.Volume24h,
                    category.Totals.AssetsWithMarketCap)),
        ];
}
