using MarketData.Snapshots;

namespace MarketData.Ranking.Named;

/// <summary>
/// Which sectors gain share of the market: the change of a category's share over a window, in percentage points. A member's market cap
/// at the window's start is that of now over one plus its return; members whose cap or return is unknown count on neither side. Pure.
/// </summary>
internal static class CategoryRotation
{
    public const string Name = "category-rotation";
    public const int Version = 1;
    public const string Description = "Which sectors gain share of the market.";
    public const string Formula = "share of the market cap now − share at the window's start, in percentage points, over assets whose market cap and return are known; cap then = cap now ÷ (1 + return)";

    public static readonly IReadOnlyList<string> Windows = ["24h", "7d", "30d"];

    /// <summary>The categories, the greatest gain first and equals by id; those without a known member are left out.</summary>
    public static IReadOnlyList<CategoryShare> Rank(MarketSnapshot snapshot, string window)
    {
        var caps = snapshot.Rows.Select(row => CapsOf(row, window)).ToArray();
        double marketNow = caps.Sum(cap => cap.Now), marketThen = caps.Sum(cap => cap.Then);
        return
        [
            .. snapshot.Categories
                .Select(category => (category.Category, Now: category.Members.Sum(row => caps[row].Now), Then: category.Members.Sum(row => caps[row].Then)))
                .Where(category => category.Then > 0)
                .Select(category => new CategoryShare(
                    category.Category.Id, category.Category.Name, category.Now / marketNow * 100, category.Then / marketThen * 100))
                .OrderByDescending(share => share.Gain)
                .ThenBy(share => share.Id, StringComparer.Ordinal),
        ];
    }

    private static (double Now, double Then) CapsOf(MarketRow row, string window)
    {
        var changes = row.Quote?.Figures.Changes;
        var change = window switch
        {
            "24h" => changes?.H24,
            "7d" => changes?.D7,
            _ => changes?.D30,
        };
        return row.Quote is { Stale: false } && row.MarketCap is > 0 and var cap && change is > -100
            ? ((double)cap, (double)cap / (1 + (change.Value / 100)))
            : (0, 0);
    }
}

/// <summary>A category's share of the market, in percent, now and at the start of a window.</summary>
internal sealed record CategoryShare(string Id, string Name, double Now, double Then)
{
    /// <summary>What it gained, in percentage points.</summary>
    public double Gain => Now - Then;
}
