using MarketData.Snapshots;

namespace MarketData.Ranking.Factors;

/// <summary>
/// The factors of a snapshot, one array a factor; NaN is unknown. Places in the columns stand in the order of the assets' ids, so
/// that a stable sort has its ties by id. Immutable.
/// </summary>
internal sealed class FactorColumns
{
    /// <summary>The least members of a category that others can be compared with.</summary>
    public const int MinPeers = 5;

    private readonly double[][] _columns;

    private FactorColumns(MarketSnapshot snapshot, int[] rows, int[] peerCategories, double[][] columns)
    {
        Snapshot = snapshot;
        Rows = rows;
        PeerCategories = peerCategories;
        Tiers = [.. rows.Select(row => (int?)snapshot.Rows[row].Tier ?? -1)];
        _columns = columns;
    }

    public MarketSnapshot Snapshot { get; }

    /// <summary>Row number in the snapshot of each place.</summary>
    public int[] Rows { get; }

    /// <summary>Cap tier of each place; −1 without one.</summary>
    public int[] Tiers { get; }

    /// <summary>
    /// Number in <see cref="MarketSnapshot.Categories"/> of the category that each place is compared within: of its categories with at
    /// least <see cref="MinPeers"/> members the one with the fewest, as the most telling; −1 without one.
    /// </summary>
    public int[] PeerCategories { get; }

    public int Count => Rows.Length;

    /// <summary>Values of a factor by its number in <see cref="FactorCatalog.All"/>.</summary>
    public double[] this[int factor] => _columns[factor];

    /// <summary>Values of a factor by its name.</summary>
    public double[] this[string factor] => _columns[FactorCatalog.NumberOf(factor)];

    /// <summary>The asset at a place.</summary>
    public MarketRow RowAt(int place) => Snapshot.Rows[Rows[place]];

    /// <summary>Computes every factor of every asset.</summary>
    public static FactorColumns Compute(MarketSnapshot snapshot, DailyHistory history, CancellationToken cancellationToken)
    {
        var rows = Enumerable.Range(0, snapshot.Rows.Count).OrderBy(row => snapshot.Rows[row].Asset.Slug, StringComparer.Ordinal).ToArray();
        var peers = PeersOf(snapshot);
        var peerReturns = snapshot.Categories.Select((category, number) => peers.Contains(number) ? MeanReturns(category, snapshot, history) : []).ToArray();
        var tierTotals = snapshot.Tiers.Tiers.ToDictionary(tier => tier, tier => MarketTotals.Over(snapshot.Rows.Where(row => row.Tier == tier)).MarketCap);
        var bitcoin = snapshot.Find("bitcoin") is { } found ? history.Of(snapshot.Rows[found].Asset.Id) : AssetDays.Empty;
        var columns = FactorCatalog.All.Select(_ => new double[rows.Length]).ToArray();
        for (var place = 0; place < rows.Length; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = snapshot.Rows[rows[place]];
            var peer = peers[rows[place]];
            var inputs = new FactorInputs(
                row,
                history.Of(row.Asset.Id),
                bitcoin,
                peer < 0 ? AssetDays.Empty.Returns : peerReturns[peer],
                new SurroundingTotals(
                    snapshot.Totals.MarketCap,
                    row.Tier is { } tier ? tierTotals.GetValueOrDefault(tier) : null,
                    peer < 0 ? null : snapshot.Categories[peer].Totals.MarketCap),
                snapshot.BuiltAt);
            for (var factor = 0; factor < columns.Length; factor++)
            {
                columns[factor][place] = FactorCatalog.All[factor].Value(inputs) is { } value && double.IsFinite(value) ? value : double.NaN;
            }
        }

        return new FactorColumns(snapshot, rows, [.. rows.Select(row => peers[row])], columns);
    }

    /// <summary>Number of the peer category of each row of the snapshot.</summary>
    private static int[] PeersOf(MarketSnapshot snapshot)
    {
        var peers = new int[snapshot.Rows.Count];
        Array.Fill(peers, -1);
        var telling = Enumerable.Range(0, snapshot.Categories.Count)
            .Where(number => snapshot.Categories[number].Members.Count >= MinPeers)
            .OrderByDescending(number => snapshot.Categories[number].Members.Count)
            .ThenByDescending(number => snapshot.Categories[number].Category.Id, StringComparer.Ordinal);
        foreach (var number in telling)
        {
            foreach (var row in snapshot.Categories[number].Members)
            {
                peers[row] = number;
            }
        }

        return peers;
    }

    /// <summary>Mean of the members' daily log returns; NaN on days on which none is known.</summary>
    private static double[] MeanReturns(CategoryRow category, MarketSnapshot snapshot, DailyHistory history)
    {
        var means = new double[AssetDays.Count];
        var known = new int[AssetDays.Count];
        foreach (var member in category.Members)
        {
            var returns = history.Of(snapshot.Rows[member].Asset.Id).Returns;
            for (var day = 0; day < returns.Length; day++)
            {
                if (!double.IsNaN(returns[day]))
                {
                    means[day] += returns[day];
                    known[day]++;
                }
            }
        }

        for (var day = 0; day < means.Length; day++)
        {
            means[day] /= known[day];
        }

        return means;
    }
}
