using MarketData.Candles;

namespace MarketData.Imports;

/// <summary>What the rows of a file are.</summary>
internal enum ImportKind
{
    /// <summary>Open, high, low and close of intervals.</summary>
    Candles,

    /// <summary>A price at a time.</summary>
    Prices,

    /// <summary>One metric a column.</summary>
    Metrics,
}

/// <summary>An import as it was asked for.</summary>
/// <param name="Kind">What the rows are.</param>
/// <param name="Asset">Slug of the asset that all rows are of.</param>
/// <param name="File">The file.</param>
/// <param name="Columns">Columns by field, where they were named.</param>
/// <param name="Interval">Width of candles.</param>
/// <param name="Source">Name of the source that the records are given.</param>
/// <param name="Delimiter">What stands between fields; null to find out.</param>
/// <param name="DryRun">Whether to check alone, and write nothing.</param>
/// <param name="Report">File for what is refused; null for none.</param>
internal sealed record ImportRequest(
    ImportKind Kind,
    string Asset,
    FileInfo File,
    IReadOnlyDictionary<string, string> Columns,
    CandleInterval Interval,
    string Source,
    char? Delimiter,
    bool DryRun,
    FileInfo? Report);
