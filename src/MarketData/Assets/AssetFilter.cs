using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Assets;

/// <summary>Which assets belong in a list. Unknown figures are within no bounds.</summary>
internal sealed class AssetFilter
{
    /// <summary>Relative distance below which doubles do not tell two decimals apart, and the decimals are compared.</summary>
    private const double TooClose = 1e-12;

    public CapTier? Tier { get; init; }

    public string? Category { get; init; }

    public string? Search { get; init; }

    public required IReadOnlyList<MoneyBound> Money { get; init; }

    public required IReadOnlyList<RatioBound> Ratios { get; init; }

    /// <summary>Assets asked for by name; null for all.</summary>
    public AssetSelection? Selection { get; init; }

    /// <summary>Whether a row belongs in the list.</summary>
    public bool Includes(MarketSnapshot snapshot, int number, Currency currency)
    {
        var row = snapshot.Rows[number];
        return (Selection is null || Selection.Rows.Contains(number))
            && (Tier is null || row.Tier == Tier)
            && IsWithinRatios(snapshot.Columns, number)
            && IsWithinMoney(snapshot.Columns, row, number, currency)
            && (Category is null || row.Categories.Contains(Category))
            && (Search is null || Matches(row.Asset, Search));
    }

    private static bool Matches(Asset asset, string search) =>
        asset.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || asset.Symbol.Contains(search, StringComparison.OrdinalIgnoreCase)
        || asset.Slug.Contains(search, StringComparison.OrdinalIgnoreCase);

    private bool IsWithinRatios(MarketColumns columns, int number)
    {
        foreach (var bound in Ratios)
        {
            var value = columns[bound.Field][number];
            if (double.IsNaN(value) || value < bound.Min || value > bound.Max)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsWithinMoney(MarketColumns columns, MarketRow row, int number, Currency currency)
    {
        foreach (var bound in Money)
        {
            var value = columns[bound.Field][number] * (double)currency.UnitsPerUsd;
            if (double.IsNaN(value) || !IsOnSide(value, bound.Min, 1, row, bound.Field, currency) || !IsOnSide(value, bound.Max, -1, row, bound.Field, currency))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a value is at least (side 1) or at most (side -1) a limit.</summary>
    private static bool IsOnSide(double value, decimal? limit, int side, MarketRow row, MarketField field, Currency currency)
    {
        if (limit is not { } bound)
        {
            return true;
        }

        var distance = value - (double)bound;
        if (Math.Abs(distance) > Math.Abs(value) * TooClose)
        {
            return Math.Sign(distance) == side;
        }

        return currency.FromUsd(ExactOf(row, field)) is { } exact && exact.CompareTo(bound) * side >= 0;
    }

    private static decimal? ExactOf(MarketRow row, MarketField field) => field switch
    {
        MarketField.Price => row.Price,
        MarketField.MarketCap => row.MarketCap,
        MarketField.FullyDilutedValuation => row.FullyDilutedValuation,
        MarketField.Volume24h => row.Volume24h,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not an amount of money."),
    };
}

/// <summary>Bounds of an amount, in the currency of the answer; null is no bound.</summary>
internal sealed record MoneyBound(MarketField Field, decimal? Min, decimal? Max);

/// <summary>Bounds of a ratio or percentage; null is no bound.</summary>
internal sealed record RatioBound(MarketField Field, double? Min, double? Max);
