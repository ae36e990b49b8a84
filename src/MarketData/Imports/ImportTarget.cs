namespace MarketData.Imports;

/// <summary>What rows become, and how they are written.</summary>
internal abstract class ImportTarget
{
    /// <summary>Finds the columns in the header of the file.</summary>
    /// <exception cref="ImportException">The file lacks a column that must be there.</exception>
    public abstract ColumnMap Map(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> named);

    /// <summary>Takes a row. What is wrong with it is noted in it; a row with nothing to take and nothing wrong is empty.</summary>
    public abstract void Take(ImportRow row, DateTimeOffset time);

    /// <summary>Writes what was taken since the last time, and gives how many records that has changed in the database.</summary>
    public abstract Task<int> WriteAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what was taken since the last time.</summary>
    public abstract void Discard();
}

/// <summary>A target that gathers records of one type.</summary>
internal abstract class ImportTarget<T> : ImportTarget
{
    private List<T> _taken = [];

    protected void Add(T record) => _taken.Add(record);

    public sealed override async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        var records = _taken;
        _taken = [];
        return records.Count == 0 ? 0 : await WriteAsync(records, cancellationToken);
    }

    public sealed override void Discard() => _taken = [];

    protected abstract Task<int> WriteAsync(IReadOnlyList<T> records, CancellationToken cancellationToken);
}
