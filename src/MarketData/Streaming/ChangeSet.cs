using MarketData.Assets;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Streaming;

/// <summary>
/// What a snapshot changed against the one before it: which fields of which assets, and which rates. Immutable, and without the
/// values, which readers take from the newest snapshot.
/// </summary>
internal sealed class ChangeSet
{
    private readonly int[] _assetIds;
    private readonly ulong[] _fields;
    private readonly Dictionary<int, Membership> _membershipsBefore;
    private readonly HashSet<string> _currencies;

    private ChangeSet(long version, int[] assetIds, ulong[] fields, Dictionary<int, Membership> membershipsBefore, HashSet<string> currencies)
    {
        Version = version;
        _assetIds = assetIds;
        _fields = fields;
        _membershipsBefore = membershipsBefore;
        _currencies = currencies;
    }

    /// <summary>Version of the snapshot that made the changes.</summary>
    public long Version { get; }

    /// <summary>The assets that changed, in the order of <see cref="Asset.Id"/>.</summary>
    public ReadOnlySpan<int> AssetIds => _assetIds;

    /// <summary>Finds the changes. Reads both snapshots' encoded rows once.</summary>
    public static ChangeSet Between(MarketSnapshot before, IReadOnlyDictionary<int, int> rowsBefore, MarketSnapshot after)
    {
        var assetIds = new List<int>();
        var fields = new List<ulong>();
        var memberships = new Dictionary<int, Membership>();
        for (var number = 0; number < after.Rows.Count; number++)
        {
            var row = after.Rows[number];
            var isKnown = rowsBefore.TryGetValue(row.Asset.Id, out var numberBefore);
            var changed = isKnown ? AssetFields.Differing(before.EncodedRows[numberBefore], after.EncodedRows[number]) : ulong.MaxValue;
            if (changed == 0)
            {
                continue;
            }

            assetIds.Add(row.Asset.Id);
            fields.Add(changed);
            var membership = isKnown ? Membership.Of(before.Rows[numberBefore]) : Membership.Nowhere;
            if (!membership.Equals(Membership.Of(row)))
            {
                memberships[row.Asset.Id] = membership;
            }
        }

        var sortedIds = assetIds.ToArray();
        var sortedFields = fields.ToArray();
        Array.Sort(sortedIds, sortedFields);
        return new ChangeSet(after.Version, sortedIds, sortedFields, memberships, ChangedRates(before.Currencies, after.Currencies));
    }

    /// <summary>The fields of an asset that changed, as <see cref="AssetFields.SetOf"/> has them; 0 if it did not change.</summary>
    public ulong FieldsOf(int assetId) => Array.BinarySearch(_assetIds, assetId) is >= 0 and var place ? _fields[place] : 0;

    /// <summary>What assets belonged to before, of those for which that changed.</summary>
    public IReadOnlyDictionary<int, Membership> MembershipsBefore => _membershipsBefore;

    /// <summary>What an asset belonged to before, if that changed; null if it did not.</summary>
    public Membership? MembershipBefore(int assetId) => _membershipsBefore.TryGetValue(assetId, out var membership) ? membership : null;

    /// <summary>Whether the rate of a currency changed, and with it every amount in it.</summary>
    public bool HasNewRate(string currency) => _currencies.Contains(currency);

    private static HashSet<string> ChangedRates(CurrencyTable before, CurrencyTable after) =>
    [
        .. after.All
            .Where(currency => before.Find(currency.Code) is not { } old || old.UnitsPerUsd != currency.UnitsPerUsd || old.UsdPerUnit != currency.UsdPerUnit)
            .Select(currency => currency.Code),
    ];
}

/// <summary>The groups of a stream's filter that an asset belongs to.</summary>
/// <param name="Tier">Its cap tier; null without a market cap.</param>
/// <param name="Categories">Slugs of its categories, in alphabetical order.</param>
internal readonly record struct Membership(CapTier? Tier, IReadOnlyList<string> Categories)
{
    /// <summary>Of an asset that was not there.</summary>
    public static readonly Membership Nowhere = new(null, []);

    public static Membership Of(MarketRow row) => new(row.Tier, row.Categories);

    public bool Equals(Membership other) => Tier == other.Tier && Categories.SequenceEqual(other.Categories);

    public override int GetHashCode() => HashCode.Combine(Tier, Categories.Count);
}
