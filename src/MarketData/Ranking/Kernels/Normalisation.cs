namespace MarketData.Ranking.Kernels;

/// <summary>How the values of a factor are made comparable with those of others.</summary>
public enum Normalisation
{
    /// <summary>Share of the others that are below, from 0 to 1; equal values share the mean of their places.</summary>
    Percentile = 0,

    /// <summary>Distance from the mean in standard deviations.</summary>
    ZScore,

    /// <summary>Distance from the median in units of the median absolute deviation, which outliers do not move.</summary>
    RobustZScore,

    /// <summary>The values as they are; for a ranking by one factor.</summary>
    None,
}

/// <summary>What becomes of an asset whose value of a factor is unknown.</summary>
public enum MissingTreatment
{
    /// <summary>It is left out of the ranking.</summary>
    Exclude = 0,

    /// <summary>It scores as the middle does: 0.5 of a percentile, 0 of a z-score.</summary>
    Neutral,

    /// <summary>It scores as the worst known value of its group does.</summary>
    Worst,
}
