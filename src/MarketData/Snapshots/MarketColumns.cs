namespace MarketData.Snapshots;

/// <summary>
/// The figures that lists are filtered and sorted by, one array a field, by row number; NaN is unknown. Doubles, since comparing
/// them costs a twentieth of comparing decimals; where exactness decides, the reader asks the row.
/// </summary>
internal sealed class MarketColumns
{
    public const int FieldCount = (int)MarketField.Change1y + 1;

    private readonly double[][] _columns;
    private readonly Lazy<int[]>[] _ascending;
    private readonly Lazy<int[]>[] _descending;

    public MarketColumns(IReadOnlyList<MarketRow> rows)
    {
        _columns = [.. Enumerable.Range(0, FieldCount).Select(field => rows.Select(row => ValueOf(row, (MarketField)field)).ToArray())];
        var slugs = rows.Select(row => row.Asset.Slug).ToArray();
        _ascending = [.. _columns.Select(column => new Lazy<int[]>(() => Sort(column, slugs, descending: false)))];
        _descending = [.. _columns.Select(column => new Lazy<int[]>(() => Sort(column, slugs, descending: true)))];
    }

    public ReadOnlySpan<double> this[MarketField field] => _columns[(int)field];

    /// <summary>Row numbers in the order of a field; unknown comes last either way, and equals stand in order of their slugs.</summary>
    public int[] Order(MarketField field, bool descending) => (descending ? _descending : _ascending)[(int)field].Value;

    private static int[] Sort(double[] column, string[] slugs, bool descending)
    {
        var order = Enumerable.Range(0, column.Length).ToArray();
        Array.Sort(order, (left, right) => Compare(column[left], slugs[left], column[right], slugs[right], descending));
        return order;
    }

    /// <summary>The order of two rows, also of one that is known by key and slug only, as a cursor is.</summary>
    public static int Compare(double leftKey, string leftSlug, double rightKey, string rightSlug, bool descending)
    {
        var leftUnknown = double.IsNaN(leftKey);
        var rightUnknown = double.IsNaN(rightKey);
        if (leftUnknown || rightUnknown)
        {
            return leftUnknown && rightUnknown ? string.CompareOrdinal(leftSlug, rightSlug) : leftUnknown ? 1 : -1;
        }

        var byKey = descending ? rightKey.CompareTo(leftKey) : leftKey.CompareTo(rightKey);
        return byKey != 0 ? byKey : string.CompareOrdinal(leftSlug, rightSlug);
    }

    private static double ValueOf(MarketRow row, MarketField field)
    {
        var figures = row.Quote?.Figures;
        return field switch
        {
            MarketField.MarketCap => Of(row.MarketCap),
            MarketField.Price => Of(row.Price),
            MarketField.FullyDilutedValuation => Of(row.FullyDilutedValuation),
            MarketField.Volume24h => Of(row.Volume24h),
            MarketField.McapFdvRatio => Markets.Money.Ratio(row.MarketCap, row.FullyDilutedValuation) ?? double.NaN,
            MarketField.Change1h => figures?.Changes.H1 ?? double.NaN,
            MarketField.Change24h => figures?.Changes.H24 ?? double.NaN,
            MarketField.Change7d => figures?.Changes.D7 ?? double.NaN,
            MarketField.Change14d => figures?.Changes.D14 ?? double.NaN,
            MarketField.Change30d => figures?.Changes.D30 ?? double.NaN,
            MarketField.Change200d => figures?.Changes.D200 ?? double.NaN,
            MarketField.Change1y => figures?.Changes.Y1 ?? double.NaN,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
        };
    }

    private static double Of(decimal? value) => value is { } known ? Markets.Money.ToDouble(known) : double.NaN;
}
