namespace MarketData.Ingestion.Sources.Sample;

/// <summary>Settings of the built-in sample market: section <c>Ingestion:Sources:Sample</c>.</summary>
public sealed class SampleOptions
{
    /// <summary>
    /// Whether the sample market runs while no live source of prices is enabled; beside a live one it never runs. Default true. In
    /// Production it does not count as a source.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Time between two polls of the sample market. Default 5 seconds; 1 second to 1 day.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Start of its random numbers: the same seed gives the same market. Default 1; any integer.</summary>
    public int Seed { get; set; } = 1;
}
