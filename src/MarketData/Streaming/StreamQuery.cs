using MarketData.Assets;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Streaming;

/// <summary>What a reader follows: which assets, in which currency, which of their fields.</summary>
internal sealed class StreamQuery
{
    public static readonly QueryParameter<CapTier?> Tier = Parameter.Choice<CapTier>("tier", "Only assets of this cap tier. One that leaves it is told in left.");

    public static readonly QueryParameter<string?> Category = Parameter.Text(
        "category", 100, "Only members of this category, by id.", "decentralized-finance-defi");

    public static readonly QueryParameter<IReadOnlyList<string>> SelectFields = Parameter.Words(
        "fields", AssetFields.Names, "Only these fields of each asset, and id. A change of other fields is none: without as_of and received_at there is no update for a price that was confirmed.", "price,market_cap");

    /// <summary>All parameters of a stream.</summary>
    public static readonly QueryParameter[] Parameters =
        [MarketParameters.Ids, Tier, Category, MarketParameters.Vs, SelectFields, MarketParameters.Numbers];

    /// <summary>The fields whose values depend on the currency.</summary>
    private static readonly ulong Amounts = AssetFields.SetOf(
        ["price", "market_cap", "fully_diluted_valuation", "volume_24h", "high_24h", "low_24h", "ath", "atl", "tvl", "missing"]);

    private static readonly ulong IdField = AssetFields.SetOf(["id"]);

    private StreamQuery(RequestQuery query, string currency)
    {
        Ids = query.Has(MarketParameters.Ids) ? query.Get(MarketParameters.Ids) : null;
        Group = new StreamGroup(query.Get(Tier), query.Get(Category));
        Currency = currency;
        Format = new NumberFormat(null, query.Get(MarketParameters.Numbers));
        var fields = query.Get(SelectFields);
        SelectedFields = fields.Count == 0 ? [] : [.. fields.Prepend("id").Distinct()];
        Fields = fields.Count == 0 ? ulong.MaxValue : AssetFields.SetOf(fields) & ~IdField;
        HasAmounts = (Fields & Amounts) != 0;
    }

    /// <summary>Assets asked for by id, as they were written; null: all.</summary>
    public IReadOnlyList<string>? Ids { get; }

    public StreamGroup Group { get; }

    /// <summary>Code of the currency, in lower case.</summary>
    public string Currency { get; }

    public NumberFormat Format { get; }

    /// <summary>Fields that are written; empty for all.</summary>
    public IReadOnlyList<string> SelectedFields { get; }

    /// <summary>Fields whose change is an update, as <see cref="AssetFields.SetOf"/> has them.</summary>
    public ulong Fields { get; }

    /// <summary>Whether a new rate of the currency changes what is written.</summary>
    public bool HasAmounts { get; }

    /// <summary>Reads a query against a snapshot; null and the problem if it does not fit.</summary>
    public static StreamQuery? Read(RequestQuery query, MarketSnapshot snapshot, out ApiProblem? problem)
    {
        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out problem))
        {
            return null;
        }

        if (query.Get(Category) is { } category && snapshot.FindCategory(category) is null)
        {
            problem = ApiProblem.BadParameter(Category.Name, "unknown_category", $"There is no category '{category}'.", "An id of GET /v1/categories.");
            return null;
        }

        return new StreamQuery(query, currency.Code);
    }

    /// <summary>Assets asked for by id that are not there.</summary>
    public IReadOnlyList<MissingItem> MissingIn(MarketSnapshot snapshot) =>
        [.. (Ids ?? []).Where(id => snapshot.Find(id) is null).Select(id => new MissingItem(id, MissingReason.UnknownAsset))];
}

/// <summary>The part of the market that a stream is about.</summary>
/// <param name="Tier">Only this cap tier; null for all.</param>
/// <param name="Category">Only members of this category, by slug; null for all.</param>
internal readonly record struct StreamGroup(CapTier? Tier, string? Category)
{
    public bool IsEverything => Tier is null && Category is null;

    public bool Includes(Membership membership) =>
        (Tier is null || membership.Tier == Tier) && (Category is null || membership.Categories.Contains(Category));
}
