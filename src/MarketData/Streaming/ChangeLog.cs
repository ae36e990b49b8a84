using MarketData.Snapshots;

namespace MarketData.Streaming;

/// <summary>
/// The newest snapshot with the changes that led to it, as far back as there is room. One writer; reading takes no lock.
/// </summary>
/// <param name="capacity">Changes of assets that are kept; the newest snapshot's are kept however many they are.</param>
internal sealed class ChangeLog(int capacity)
{
    /// <summary>Snapshots whose changes are kept at most: many of which changed little would take more than their changes.</summary>
    private const int MostSets = 1_000;

    private volatile StreamView? _current;

    /// <summary>The market as readers see it now; null before the first snapshot.</summary>
    public StreamView? Current => _current;

    /// <summary>Adds a snapshot that is newer than those before it.</summary>
    public void Add(MarketSnapshot snapshot)
    {
        var rows = new Dictionary<int, int>(snapshot.Rows.Count);
        for (var number = 0; number < snapshot.Rows.Count; number++)
        {
            rows[snapshot.Rows[number].Asset.Id] = number;
        }

        if (_current is not { } before)
        {
            _current = new StreamView(snapshot, rows, [], snapshot.Version);
            return;
        }

        List<ChangeSet> sets = [.. before.Sets, ChangeSet.Between(before.Snapshot, before.RowsByAsset, snapshot)];
        var since = before.Since;
        for (long held = sets.Sum(set => (long)set.AssetIds.Length); (held > capacity && sets.Count > 1) || sets.Count > MostSets; sets.RemoveAt(0))
        {
            held -= sets[0].AssetIds.Length;
            since = sets[0].Version;
        }

        _current = new StreamView(snapshot, rows, [.. sets], since);
    }
}
