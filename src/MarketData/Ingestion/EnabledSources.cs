namespace MarketData.Ingestion;

/// <summary>The sources that are polled. Figures of others that the database still holds are not shown.</summary>
internal sealed class EnabledSources(IEnumerable<IMarketDataSource> sources)
{
    private readonly HashSet<string> _names = [.. sources.Select(source => source.Name)];

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _names;

    /// <summary>The sources themselves, by name.</summary>
    public IReadOnlyList<IMarketDataSource> All { get; } = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];

    public bool Contains(string name) => _names.Contains(name);
}
