using System.Collections.Frozen;
using MarketData.Assets;
using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>
/// The whole market at one moment: immutable, built aside, and swapped whole, so that readers take no lock and every answer is of one
/// moment. Row numbers are positions in <see cref="Rows"/>, which stand in order of market cap.
/// </summary>
internal sealed class MarketSnapshot
{
    private readonly FrozenDictionary<string, int> _bySlug;
    private readonly FrozenDictionary<string, int[]> _bySymbol;
    private readonly FrozenDictionary<(string Source, string SourceId), int> _bySourceId;
    private readonly FrozenDictionary<string, int> _byAnySourceId;
    private readonly FrozenDictionary<(string Platform, string Address), int> _byContract;
    private readonly ConvertedRows _converted;
    private readonly Lazy<ILookup<string, int>> _byName;
    private readonly Lazy<int[]> _inOrderOfIds;

    /// <param name="rows">All assets, greatest market cap first, those without one last, by slug.</param>
    public MarketSnapshot(IReadOnlyList<MarketRow> rows)
    {
        Rows = rows;
        Columns = new MarketColumns(rows);
        _converted = new ConvertedRows(rows);
        var numbered = Enumerable.Range(0, rows.Count).ToList();
        _bySlug = numbered.ToFrozenDictionary(number => rows[number].Asset.Slug);
        _bySymbol = numbered.GroupBy(number => rows[number].Asset.Symbol).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        var bySourceId = numbered.SelectMany(number => rows[number].SourceIds.Select(id => (Id: id, Number: number))).ToList();
        _bySourceId = bySourceId.ToFrozenDictionary(entry => (entry.Id.Source, entry.Id.SourceId), entry => entry.Number);
        _byAnySourceId = bySourceId
            .GroupBy(entry => entry.Id.SourceId)
            .Where(group => group.Select(entry => entry.Number).Distinct().Count() == 1)
            .ToFrozenDictionary(group => group.Key, group => group.First().Number);
        _byContract = numbered
            .SelectMany(number => rows[number].Contracts.Select(contract => (Key: (contract.Platform, contract.Address), Number: number)))
            .ToFrozenDictionary(entry => entry.Key, entry => entry.Number);
        _byName = new(() => numbered.ToLookup(number => rows[number].Asset.Name, StringComparer.OrdinalIgnoreCase));
        _inOrderOfIds = new(() => [.. numbered.OrderBy(number => rows[number].Asset.Slug, StringComparer.Ordinal)]);
    }

    /// <summary>Rises with every snapshot, also over restarts.</summary>
    public required long Version { get; init; }

    /// <summary>When it was built, by our clock.</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>The newest time of a figure by its source's clock; null in an empty snapshot.</summary>
    public required DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether even the newest figure was older than the limit when the snapshot was built.</summary>
    public required bool Stale { get; init; }

    /// <summary>When the next figure of any source becomes stale, and a new snapshot is due to say so; null if none is fresh.</summary>
    public required DateTimeOffset? NextStaleAt { get; init; }

    /// <summary>Sources that any figure rests on, in alphabetical order.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public IReadOnlyList<MarketRow> Rows { get; }

    public MarketColumns Columns { get; }

    /// <summary>Each row as JSON in US dollars at full precision, encoded once.</summary>
    public required IReadOnlyList<byte[]> EncodedRows { get; init; }

    public required CurrencyTable Currencies { get; init; }

    /// <summary>All categories, greatest market cap first.</summary>
    public required IReadOnlyList<CategoryRow> Categories { get; init; }

    public required MarketTotals Totals { get; init; }

    public required TierThresholds Tiers { get; init; }

    public required IReadOnlyList<SentimentPoint> Sentiments { get; init; }

    public required IReadOnlyList<IdentityCollision> Collisions { get; init; }

    /// <summary>A row as JSON, encoded once in each form.</summary>
    public ReadOnlySpan<byte> EncodedRow(int number, Currency currency, NumberFormat format) =>
        currency == Currency.UsDollar && format == NumberFormat.Full ? EncodedRows[number] : _converted.Get(number, currency, format);

    /// <summary>Row number of a slug, or of an id that only one asset has at any provider, letter case aside; null if there is none.</summary>
    public int? Find(string id) => FindExactly(id) ?? FindExactly(id.ToLowerInvariant());

    /// <summary>Row number of an id at one source; null if there is none.</summary>
    public int? FindBySourceId(string source, string sourceId) => _bySourceId.TryGetValue((source, sourceId), out var number) ? number : null;

    /// <summary>Row numbers of the assets with a symbol (in lower case), greatest market cap first; none if there are none.</summary>
    public IReadOnlyList<int> FindBySymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol, []);

    /// <summary>Row numbers of the assets with a name, letter case aside, greatest market cap first; none if there are none.</summary>
    public IEnumerable<int> FindByName(string name) => _byName.Value[name];

    /// <summary>Row numbers in the order of the slugs.</summary>
    public IReadOnlyList<int> InOrderOfIds => _inOrderOfIds.Value;

    /// <summary>Row number of a contract; letter case counts in neither the platform nor a hexadecimal address. Null if it is not known.</summary>
    public int? FindByContract(string platform, string address)
    {
        var normalised = address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? address.ToLowerInvariant() : address;
        return _byContract.TryGetValue((platform.ToLowerInvariant(), normalised), out var number) ? number : null;
    }

    /// <summary>The category with a slug; null if there is none.</summary>
    public CategoryRow? FindCategory(string id) => Categories.FirstOrDefault(category => category.Category.Id == id);

    private int? FindExactly(string id) =>
        _bySlug.TryGetValue(id, out var number) || _byAnySourceId.TryGetValue(id, out number) ? number : null;
}
