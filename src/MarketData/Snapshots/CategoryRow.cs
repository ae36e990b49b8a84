using MarketData.Assets;

namespace MarketData.Snapshots;

/// <summary>A category with the sums over its members. Money is in US dollars.</summary>
/// <param name="Category">The category.</param>
/// <param name="Members">Row numbers of its members, greatest market cap first.</param>
/// <param name="Totals">Sums over the members.</param>
internal sealed record CategoryRow(Category Category, IReadOnlyList<int> Members, MarketTotals Totals);
