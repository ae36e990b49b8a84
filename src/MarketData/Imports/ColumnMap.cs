using MarketData.Metrics;

namespace MarketData.Imports;

/// <summary>Which column of a file is what.</summary>
internal sealed class ColumnMap
{
    public const string Time = "time";
    public const string Price = "price";
    public const string MarketCap = "market_cap";
    public const string Volume24h = "volume_24h";
    public const string Open = "open";
    public const string High = "high";
    public const string Low = "low";
    public const string Close = "close";
    public const string Volume = "volume";

    /// <summary>Columns of Binance's files of candles, which have no header.</summary>
    public static readonly string[] BinanceHeader =
        ["open_time", "open", "high", "low", "close", "base_volume", "close_time", "quote_volume", "count", "taker_base_volume", "taker_quote_volume", "ignore"];

    /// <summary>Headers by which a column is known without being named, the better ones first. Letters and digits alone count.</summary>
    private static readonly Dictionary<string, string[]> KnownHeaders = new()
    {
        [Time] = ["opentime", "snappedat", "date", "datetime", "timestamp", "time", "at", "asof", "unix"],
        [Price] = ["price", "priceusd", "close", "currentprice"],
        [MarketCap] = ["marketcap", "marketcapusd", "capmrktcurusd"],
        [Volume24h] = ["volume24h", "totalvolume", "volume24husd"],
        [Open] = ["open", "openprice"],
        [High] = ["high", "highprice"],
        [Low] = ["low", "lowprice"],
        [Close] = ["close", "closeprice"],
        [Volume] = ["quotevolume", "quoteassetvolume", "volumeusd", "volumeusdt", "volumequote", "volume"],
    };

    private readonly Dictionary<string, int> _indexes;
    private readonly IReadOnlyList<string> _header;

    private ColumnMap(Dictionary<string, int> indexes, IReadOnlyList<string> header)
    {
        _indexes = indexes;
        _header = header;
    }

    /// <summary>The fields that columns were found for.</summary>
    public IEnumerable<string> Fields => _indexes.Keys;

    /// <summary>Finds the columns of the fields that a kind of import has.</summary>
    /// <param name="header">The file's header.</param>
    /// <param name="named">Columns named by the caller, by field.</param>
    /// <param name="required">Fields that must have one.</param>
    /// <param name="optional">Fields that may have one.</param>
    /// <exception cref="ImportException">A column is named that is not there, or a field that must have one has none.</exception>
    public static ColumnMap Find(
        IReadOnlyList<string> header, IReadOnlyDictionary<string, string> named, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        if (named.Keys.FirstOrDefault(field => !required.Concat(optional).Contains(field)) is { } unknown)
        {
            throw new ImportException($"--map: '{unknown}' is no field here; fields are {string.Join(", ", required.Concat(optional))}.");
        }

        var indexes = new Dictionary<string, int>();
        foreach (var field in required.Concat(optional))
        {
            if (named.TryGetValue(field, out var column))
            {
                indexes[field] = IndexOf(header, column);
            }
            else if (Detect(header, field) is { } index)
            {
                indexes[field] = index;
            }
            else if (required.Contains(field))
            {
                throw new ImportException($"No column is known to be '{field}'; name it with --map {field}=…. The file has {string.Join(", ", header)}.");
            }
        }

        return new ColumnMap(indexes, header);
    }

    /// <summary>One metric a column: those that are named, else all but the time's. Empty columns at the end of the header are none.</summary>
    /// <exception cref="ImportException">A column is not there, has no usable name, or is the second of one metric.</exception>
    public static ColumnMap FindMetrics(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> named)
    {
        var time = named.TryGetValue(Time, out var column)
            ? IndexOf(header, column)
            : Detect(header, Time) ?? throw new ImportException($"No column is known to be the time; name it with --map time=…. The file has {string.Join(", ", header)}.");
        var metrics = named.Keys.Any(field => field != Time)
            ? named.Where(entry => entry.Key != Time).Select(entry => (Name: MetricName.From(entry.Key), Index: IndexOf(header, entry.Value)))
            : Enumerable.Range(0, header.Count).Where(i => i != time && header[i].Trim().Length > 0).Select(i => (Name: MetricCatalog.NameOf(header[i].Trim()), Index: i));
        var indexes = new Dictionary<string, int> { [Time] = time };
        foreach (var (name, index) in metrics)
        {
            if (name is null || !indexes.TryAdd(name, index))
            {
                throw new ImportException($"The column '{header[index]}' would be the metric '{name}', which {(name is null ? "is no name" : "another column is")}; name the columns with --map metric=column,….");
            }
        }

        return indexes.Count > 1 ? new ColumnMap(indexes, header) : throw new ImportException("The file has no column beside the time.");
    }

    public bool Has(string field) => _indexes.ContainsKey(field);

    public int? IndexOf(string field) => _indexes.TryGetValue(field, out var index) ? index : null;

    public string? HeaderOf(string field) => IndexOf(field) is { } index ? _header[index] : null;

    private static int IndexOf(IReadOnlyList<string> header, string column)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new ImportException($"--map: the file has no column '{column}'. It has {string.Join(", ", header)}.");
    }

    private static int? Detect(IReadOnlyList<string> header, string field)
    {
        var keys = header.Select(column => string.Concat(column.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()).ToList();
        return KnownHeaders[field].Select(known => (int?)keys.IndexOf(known)).FirstOrDefault(index => index >= 0);
    }
}

/// <summary>The import cannot be begun, or not be gone on with. The message says why, and what to do.</summary>
internal sealed class ImportException(string message) : Exception(message);
