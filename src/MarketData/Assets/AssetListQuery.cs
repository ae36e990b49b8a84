using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Assets;

/// <summary>What of the list of assets is asked for: its parameters, and the filter made from them.</summary>
internal sealed class AssetListQuery
{
    private const int MaxLimit = 500;

    private static readonly (string Name, MarketField Field)[] Money =
    [
        ("price", MarketField.Price),
        ("market_cap", MarketField.MarketCap),
        ("fdv", MarketField.FullyDilutedValuation),
        ("volume_24h", MarketField.Volume24h),
    ];

    private static readonly (string Name, MarketField Field, double Example)[] Ratios =
    [
        ("mcap_fdv_ratio", MarketField.McapFdvRatio, 0.5),
        ("price_change_percentage_1h", MarketField.Change1h, 5),
        ("price_change_percentage_24h", MarketField.Change24h, 5),
        ("price_change_percentage_7d", MarketField.Change7d, 5),
        ("price_change_percentage_14d", MarketField.Change14d, 5),
        ("price_change_percentage_30d", MarketField.Change30d, 5),
        ("price_change_percentage_200d", MarketField.Change200d, 5),
        ("price_change_percentage_1y", MarketField.Change1y, 5),
    ];

    public static readonly QueryParameter<CapTier?> Tier = Parameter.Choice<CapTier>("tier", "Only assets of this cap tier.");

    public static readonly QueryParameter<string?> Category = Parameter.Text(
        "category", 100, "Only members of this category, by id.", "decentralized-finance-defi");

    private static readonly QueryParameter<string?> Search = Parameter.Text(
        "q", 100, "Only assets whose id, symbol or name contains this, letter case aside.", "coin");

    private static readonly (QueryParameter<decimal?> Min, QueryParameter<decimal?> Max, MarketField Field)[] MoneyBounds =
    [
        .. Money.Select(entry => (
            Parameter.Decimal("min_" + entry.Name, $"Only assets whose {entry.Name} is at least this, in the currency of the answer.", 1_000),
            Parameter.Decimal("max_" + entry.Name, $"Only assets whose {entry.Name} is at most this, in the currency of the answer.", 50_000),
            entry.Field)),
    ];

    private static readonly (QueryParameter<double?> Min, QueryParameter<double?> Max, MarketField Field)[] RatioBounds =
    [
        .. Ratios.Select(entry => (
            Parameter.Double("min_" + entry.Name, $"Only assets whose {entry.Name} is at least this.", entry.Example),
            Parameter.Double("max_" + entry.Name, $"Only assets whose {entry.Name} is at most this.", entry.Example),
            entry.Field)),
    ];

    private static readonly QueryParameter<MarketField> Sort = Parameter.Named(
        "sort",
        Money.Concat(Ratios.Select(entry => (entry.Name, entry.Field))).OrderBy(entry => entry.Field).ToDictionary(entry => entry.Name, entry => entry.Field),
        "market_cap",
        MarketField.MarketCap,
        "Figure that the list is sorted by. Unknown comes last either way; equals stand in order of their ids.");

    public static readonly QueryParameter<bool> Descending = Parameter.Named(
        "direction", new Dictionary<string, bool> { ["desc"] = true, ["asc"] = false }, "desc", true, "Direction of the sort.");

    public static readonly QueryParameter<int> Limit = Parameter.Integer(
        "limit", 1, MaxLimit, 100, "Assets on a page. With ids or symbols, all of them are on the first page whatever the limit.");

    public static readonly QueryParameter<string?> CursorText = Parameter.Text(
        "cursor", 512, "Where to go on: next of the page before. The other parameters must be the same.", "AeOwxEKY_BwUQnNnUlmOAABiaXRjb2lu");

    private static readonly QueryParameter<IReadOnlyList<string>> Fields = Parameter.Words(
        "fields", AssetFields.Names, "Only these fields of each asset.", "id,price,market_cap");

    /// <summary>All parameters of the list.</summary>
    public static readonly QueryParameter[] Parameters =
    [
        MarketParameters.Ids, MarketParameters.Symbols, Tier, Category, Search,
        .. MoneyBounds.SelectMany(bound => new QueryParameter[] { bound.Min, bound.Max }),
        .. RatioBounds.SelectMany(bound => new QueryParameter[] { bound.Min, bound.Max }),
        Sort, Descending, Limit, CursorText, MarketParameters.Vs, Fields, MarketParameters.Precision, MarketParameters.Numbers,
    ];

    private AssetListQuery(RequestQuery query, Currency currency, AssetFilter filter)
    {
        Filter = filter;
        Currency = currency;
        SortField = query.Get(Sort);
        IsDescending = query.Get(Descending);
        PageSize = query.Get(Limit);
        SelectedFields = query.Get(Fields);
        Format = MarketParameters.FormatOf(query);
    }

    public AssetFilter Filter { get; }

    public Currency Currency { get; }

    public MarketField SortField { get; }

    public bool IsDescending { get; }

    public int PageSize { get; }

    public IReadOnlyList<string> SelectedFields { get; }

    public NumberFormat Format { get; }

    /// <summary>Where to go on; null on the first page.</summary>
    public AssetCursor? Cursor { get; private init; }

    /// <summary>Reads a request's query against a snapshot; null and the problem if it does not fit.</summary>
    public static AssetListQuery? Read(RequestQuery query, MarketSnapshot snapshot, out ApiProblem? problem)
    {
        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out problem))
        {
            return null;
        }

        problem = CategoryProblem(query, snapshot);
        if (problem is not null)
        {
            return null;
        }

        var filter = new AssetFilter
        {
            Tier = query.Get(Tier),
            Category = query.Get(Category),
            Search = query.Get(Search),
            Money = [.. MoneyBounds.Where(bound => query.Has(bound.Min) || query.Has(bound.Max)).Select(bound => new MoneyBound(bound.Field, query.Get(bound.Min), query.Get(bound.Max)))],
            Ratios = [.. RatioBounds.Where(bound => query.Has(bound.Min) || query.Has(bound.Max)).Select(bound => new RatioBound(bound.Field, query.Get(bound.Min), query.Get(bound.Max)))],
            Selection = query.Has(MarketParameters.Ids) || query.Has(MarketParameters.Symbols)
                ? AssetSelection.Of(query.Get(MarketParameters.Ids), query.Get(MarketParameters.Symbols), snapshot)
                : null,
        };
        var fingerprint = AssetCursor.FingerprintOf(query, Parameters, CursorText, Limit, Fields, MarketParameters.Precision, MarketParameters.Numbers);
        return TryReadCursor(query, fingerprint, out var cursor, out problem)
            ? new AssetListQuery(query, currency, filter) { Cursor = cursor, Fingerprint = fingerprint }
            : null;
    }

    /// <summary>What is wrong with the category asked for; null if it is there, or none is asked for.</summary>
    public static ApiProblem? CategoryProblem(RequestQuery query, MarketSnapshot snapshot) =>
        query.Get(Category) is { } category && snapshot.FindCategory(category) is null
            ? ApiProblem.BadParameter("category", "unknown_category", $"There is no category '{category}'.", "An id of GET /v1/categories.")
            : null;

    /// <summary>The place to go on from, null on the first page; false and the problem if it is of another list.</summary>
    public static bool TryReadCursor(RequestQuery query, ulong fingerprint, out AssetCursor? cursor, out ApiProblem? problem)
    {
        cursor = null;
        problem = query.Get(CursorText) is { } text && !AssetCursor.TryRead(text, fingerprint, out cursor)
            ? ApiProblem.BadParameter(
                "cursor", "invalid_cursor", "The cursor is not one of this list with these parameters.", "next of the page before, with the same filters, sort and currency.")
            : null;
        return problem is null;
    }

    /// <summary>Names filter, sort and currency, so that a cursor of another list is noticed.</summary>
    public ulong Fingerprint { get; private init; }
}
