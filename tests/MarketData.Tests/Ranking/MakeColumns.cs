using MarketData.Assets;
using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Snapshots;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Ranking;

/// <summary>Factors of markets made up here.</summary>
internal static class MakeColumns
{
    /// <summary>A market with figures of many sizes, some unknown, over three categories; the same every time.</summary>
    public static MarketSnapshot RandomMarket(int assets)
    {
        var random = new Random(20260301);
        var made = Enumerable.Range(1, assets).Select(id => (Asset: Make.Asset(id, $"asset-{id * 7919 % 1000:d3}"), Quotes: new[] { RandomQuote(random) })).ToArray();
        return MakeSnapshot.Of(MakeSnapshot.State(made) with
        {
            Categories = [.. Enumerable.Range(0, 3).Select(number => Category($"c{number}"))],
            AssetCategories = [.. made.Where(entry => entry.Asset.Id % 5 != 0).Select(entry => new AssetCategory(entry.Asset.Id, $"c{entry.Asset.Id % 3}"))],
        });
    }

    public static FactorColumns OfRandomMarket(int assets) => Of(RandomMarket(assets));

    public static FactorColumns Of(MarketSnapshot snapshot, DailyHistory? history = null) =>
        FactorColumns.Compute(snapshot, history ?? new DailyHistory(DateOnly.FromDateTime(snapshot.BuiltAt.UtcDateTime)), CancellationToken.None);

    public static Category Category(string id) => new() { Id = id, Name = id };

    private static Quote RandomQuote(Random random) => Make.Quote((decimal)Math.Exp((random.NextDouble() * 12) - 4)) with
    {
        MarketCap = random.Next(10) == 0 ? null : (decimal)Math.Exp(17 + (random.NextDouble() * 9)),
        FullyDilutedValuation = random.Next(6) == 0 ? null : (decimal)Math.Exp(18 + (random.NextDouble() * 9)),
        Volume24h = random.Next(8) == 0 ? null : (decimal)Math.Exp(random.NextDouble() * 20),
        Changes = new PriceChanges(D7: random.Next(7) == 0 ? null : Math.Round((random.NextDouble() * 80) - 40, 1)),
    };
}
