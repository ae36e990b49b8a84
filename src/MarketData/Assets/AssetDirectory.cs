using System.Text;

namespace MarketData.Assets;

/// <summary>All assets and the ways to find one. Not safe for concurrent use: it belongs to the ingestion pipeline.</summary>
internal sealed class AssetDirectory
{
    private readonly Dictionary<int, Asset> _byId = [];
    private readonly Dictionary<string, int> _bySlug = [];
    private readonly Dictionary<(string Source, string SourceId), AssetSourceId> _bySourceId = [];
    private readonly Dictionary<(string Source, int AssetId), string> _sourceIdOf = [];
    private readonly Dictionary<(string Symbol, string Name), List<int>> _bySymbolAndName = [];

    public IReadOnlyCollection<Asset> Assets => _byId.Values;

    public IReadOnlyCollection<AssetSourceId> SourceIds => _bySourceId.Values;

    public Asset Get(int id) => _byId[id];

    public Asset? FindBySlug(string slug) => _bySlug.TryGetValue(slug, out var id) ? _byId[id] : null;

    public Asset? FindBySourceId(string source, string sourceId) =>
        _bySourceId.TryGetValue((source, sourceId), out var found) ? _byId[found.AssetId] : null;

    /// <summary>Whether a source has an id for the asset already.</summary>
    public bool IsKnownTo(string source, int assetId) => _sourceIdOf.ContainsKey((source, assetId));

    /// <summary>Whether any source has an id for the asset.</summary>
    public bool IsKnown(int assetId) => _bySourceId.Values.Any(id => id.AssetId == assetId);

    /// <summary>Assets with the same symbol and the same normalised name; none if the name has neither letter nor digit.</summary>
    public IEnumerable<Asset> FindBySymbolAndName(string symbol, string name) =>
        NameKey(symbol, name) is { } key && _bySymbolAndName.TryGetValue(key, out var ids) ? ids.Select(id => _byId[id]) : [];

    /// <summary>Adds an asset, or puts a changed one in the place of the old.</summary>
    public void Put(Asset asset)
    {
        if (_byId.TryGetValue(asset.Id, out var old))
        {
            _bySlug.Remove(old.Slug);
            if (NameKey(old.Symbol, old.Name) is { } oldKey)
            {
                _bySymbolAndName[oldKey].Remove(old.Id);
            }
        }

        _byId[asset.Id] = asset;
        _bySlug[asset.Slug] = asset.Id;
        if (NameKey(asset.Symbol, asset.Name) is { } key)
        {
            if (!_bySymbolAndName.TryGetValue(key, out var ids))
            {
                _bySymbolAndName[key] = ids = [];
            }

            ids.Add(asset.Id);
        }
    }

    /// <summary>Adds an id; one that is taken keeps its asset.</summary>
    public void Add(AssetSourceId sourceId)
    {
        if (_bySourceId.TryAdd((sourceId.Source, sourceId.SourceId), sourceId))
        {
            _sourceIdOf.TryAdd((sourceId.Source, sourceId.AssetId), sourceId.SourceId);
        }
    }

    /// <summary>Forgets the ids of a source.</summary>
    public void RemoveSource(string source)
    {
        foreach (var key in _bySourceId.Keys.Where(key => key.Source == source).ToList())
        {
            _sourceIdOf.Remove((source, _bySourceId[key].AssetId));
            _bySourceId.Remove(key);
        }
    }

    /// <summary>
    /// Symbol and name as they are compared across providers: lower case, letters and digits only. Null if nothing is left, as of
    /// a name made of signs, which then matches nothing.
    /// </summary>
    public static (string Symbol, string Name)? NameKey(string symbol, string name)
    {
        var normalised = Normalise(name);
        return normalised.Length == 0 ? null : (symbol.ToLowerInvariant(), normalised);
    }

    private static string Normalise(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var character in name.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(character))
            {
                letters.Append(char.ToLowerInvariant(character));
            }
        }

        return letters.ToString();
    }
}
