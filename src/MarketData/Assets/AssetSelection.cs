using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Assets;

/// <summary>Assets asked for by id or symbol: what was found, what not, and what was ambiguous.</summary>
internal sealed class AssetSelection
{
    private AssetSelection(IReadOnlyList<SelectedAsset> found, IReadOnlyList<MissingItem> missing)
    {
        Found = found;
        Missing = missing;
        Rows = found.Select(asset => asset.Row).ToHashSet();
    }

    /// <summary>What was found, in the order asked, ids first.</summary>
    public IReadOnlyList<SelectedAsset> Found { get; }

    /// <summary>What was not found, as it was written.</summary>
    public IReadOnlyList<MissingItem> Missing { get; }

    /// <summary>Row numbers of what was found.</summary>
    public IReadOnlySet<int> Rows { get; }

    public static AssetSelection Of(IReadOnlyList<string> ids, IReadOnlyList<string> symbols, MarketSnapshot snapshot)
    {
        var found = new List<SelectedAsset>();
        var missing = new List<MissingItem>();
        foreach (var id in ids)
        {
            if (snapshot.Find(id) is { } row)
            {
                found.Add(new SelectedAsset(id, row, []));
            }
            else
            {
                missing.Add(new MissingItem(id, MissingReason.UnknownAsset));
            }
        }

        foreach (var symbol in symbols)
        {
            var rows = snapshot.FindBySymbol(symbol.ToLowerInvariant());
            if (rows.Count == 0)
            {
                missing.Add(new MissingItem(symbol, MissingReason.UnknownAsset));
            }
            else
            {
                found.Add(new SelectedAsset(symbol, rows[0], rows.Count == 1 ? [] : [.. rows.Select(row => snapshot.Rows[row].Asset.Slug)]));
            }
        }

        return new AssetSelection(found, missing);
    }
}

/// <summary>An asset that was asked for and found.</summary>
/// <param name="Query">What was asked for, as it was written.</param>
/// <param name="Row">Its row number.</param>
/// <param name="Candidates">Slugs of all assets with the symbol asked for, greatest market cap first; empty if it is the only one.</param>
internal sealed record SelectedAsset(string Query, int Row, IReadOnlyList<string> Candidates);
