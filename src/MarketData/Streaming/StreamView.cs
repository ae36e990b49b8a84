using System.Collections.Concurrent;
using MarketData.Assets;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Streaming;

/// <summary>
/// A snapshot with the changes that led to it. Immutable but for caches. What a reader lacks is found from the version that it has:
/// nothing is queued for it, so that the slowest one costs no more memory than the fastest.
/// </summary>
/// <param name="snapshot">The newest snapshot.</param>
/// <param name="rowsByAsset">Row number of each asset in it.</param>
/// <param name="sets">Changes, oldest first.</param>
/// <param name="since">Version that the oldest of them came after.</param>
internal sealed class StreamView(MarketSnapshot snapshot, IReadOnlyDictionary<int, int> rowsByAsset, ChangeSet[] sets, long since)
{
    /// <summary>Queries whose changes are kept for others who ask the same; beyond it each finds them for itself.</summary>
    private const int MostShared = 256;

    private readonly ConcurrentDictionary<(StreamGroup Group, ulong Fields), PendingChanges> _shared = [];
    private readonly RowForms<(string Currency, NumberFormat Format, ulong Fields)> _rows = new(snapshot.Rows.Count);

    public MarketSnapshot Snapshot => snapshot;

    public IReadOnlyDictionary<int, int> RowsByAsset => rowsByAsset;

    public ChangeSet[] Sets => sets;

    /// <summary>Whoever has this version or a newer one can be told what changed since.</summary>
    public long Since => since;

    /// <summary>Whether everything that changed after a version is known.</summary>
    public bool ReachesBackTo(long version) => version >= since && version <= snapshot.Version;

    /// <summary>Row numbers of a query's assets: those asked for by id in that order, else in order of market cap.</summary>
    public IEnumerable<int> RowsOf(StreamQuery query)
    {
        var rows = query.Ids is { } ids
            ? ids.Select(snapshot.Find).OfType<int>().Distinct()
            : Enumerable.Range(0, snapshot.Rows.Count);
        return query.Group.IsEverything ? rows : rows.Where(number => query.Group.Includes(Membership.Of(snapshot.Rows[number])));
    }

    /// <summary>What a query's reader lacks that has everything up to a version, each asset once.</summary>
    public PendingChanges ChangesAfter(long version, StreamQuery query)
    {
        // From the newest back: of a thousand sets nearly every reader lacks but the last.
        var newer = sets.AsSpan(Array.FindLastIndex(sets, set => set.Version <= version) + 1);
        if (newer.IsEmpty)
        {
            return PendingChanges.None;
        }

        if (query.HasAmounts && AnyNewRate(newer, query.Currency) is > 0 and var rates)
        {
            List<int> all = [.. RowsOf(query)];
            return new PendingChanges(all, LeftOf(newer, query), (rates - 1L) * all.Count);
        }

        var key = (query.Group, query.Fields);
        if (newer.Length > 1 || query.Ids is not null)
        {
            return Collect(newer, query);
        }

        if (_shared.TryGetValue(key, out var shared))
        {
            return shared;
        }

        shared = Collect(newer, query);
        if (_shared.Count < MostShared)
        {
            _shared.TryAdd(key, shared);
        }

        return shared;
    }

    /// <summary>A row as JSON as a query wants it, encoded once for all who want it so.</summary>
    public ReadOnlySpan<byte> Row(int number, StreamQuery query, Currency currency) => query.SelectedFields.Count == 0
        ? snapshot.EncodedRow(number, currency, query.Format)
        : _rows.Get(number, (currency.Code, query.Format, query.Fields), (row, form) =>
            AssetFields.Select(snapshot.EncodedRow(row, currency, form.Format), query.SelectedFields).ToArray());

    private static int AnyNewRate(ReadOnlySpan<ChangeSet> newer, string currency)
    {
        var count = 0;
        foreach (var set in newer)
        {
            count += set.HasNewRate(currency) ? 1 : 0;
        }

        return count;
    }

    private PendingChanges Collect(ReadOnlySpan<ChangeSet> newer, StreamQuery query)
    {
        var rows = new List<int>();
        var seen = newer.Length > 1 ? new HashSet<int>() : null;
        var updates = 0L;
        for (var i = newer.Length - 1; i >= 0; i--)
        {
            var set = newer[i];
            foreach (var assetId in CandidatesOf(set, query))
            {
                if (rowsByAsset.TryGetValue(assetId, out var number) && IsUpdate(set, assetId, number, query))
                {
                    updates++;
                    if (seen?.Add(assetId) != false)
                    {
                        rows.Add(number);
                    }
                }
            }
        }

        return new PendingChanges(rows, LeftOf(newer, query), updates - rows.Count);
    }

    private ReadOnlySpan<int> CandidatesOf(ChangeSet set, StreamQuery query) => query.Ids is null
        ? set.AssetIds
        : RowsOf(query).Select(number => snapshot.Rows[number].Asset.Id).Where(assetId => set.FieldsOf(assetId) != 0).ToArray();

    /// <summary>Whether an asset's change is one to a query: of a field it picks, or by which the asset came into its group.</summary>
    private bool IsUpdate(ChangeSet set, int assetId, int number, StreamQuery query)
    {
        var group = query.Group;
        return (group.IsEverything || group.Includes(Membership.Of(snapshot.Rows[number])))
            && ((set.FieldsOf(assetId) & query.Fields) != 0
                || (!group.IsEverything && set.MembershipBefore(assetId) is { } before && !group.Includes(before)));
    }

    /// <summary>Ids of assets that were in a query's group and are no longer.</summary>
    private List<string> LeftOf(ReadOnlySpan<ChangeSet> newer, StreamQuery query)
    {
        var left = new List<string>();
        if (query.Group.IsEverything)
        {
            return left;
        }

        foreach (var set in newer)
        {
            foreach (var (assetId, before) in set.MembershipsBefore)
            {
                if (query.Group.Includes(before)
                    && rowsByAsset.TryGetValue(assetId, out var number)
                    && !query.Group.Includes(Membership.Of(snapshot.Rows[number]))
                    && !left.Contains(snapshot.Rows[number].Asset.Slug)
                    && (query.Ids is null || query.Ids.Any(id => snapshot.Find(id) == number)))
                {
                    left.Add(snapshot.Rows[number].Asset.Slug);
                }
            }
        }

        return left;
    }
}

/// <summary>What a reader lacks.</summary>
/// <param name="Rows">Row numbers of assets that changed, each once.</param>
/// <param name="Left">Ids of assets that no longer belong to what was asked for.</param>
/// <param name="Skipped">Updates that newer ones of the same assets have replaced before the reader took them.</param>
internal sealed record PendingChanges(IReadOnlyList<int> Rows, IReadOnlyList<string> Left, long Skipped)
{
    public static readonly PendingChanges None = new([], [], 0);

    public bool IsEmpty => Rows.Count == 0 && Left.Count == 0;
}
