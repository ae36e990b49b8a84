namespace MarketData.Signals.Indicators;

/// <summary>What an indicator is: its parameters, outputs and published formula, and how one is made.</summary>
/// <param name="Name">Its name in requests.</param>
/// <param name="Title">Its usual name.</param>
internal sealed record IndicatorDefinition(string Name, string Title)
{
    /// <summary>In the order in which they stand behind the name.</summary>
    public required IReadOnlyList<IndicatorParameter> Parameters { get; init; }

    public required IReadOnlyList<IndicatorOutput> Outputs { get; init; }

    /// <summary>How the outputs come about; n, m and k are the parameters.</summary>
    public required string Formula { get; init; }

    /// <summary>Who published it.</summary>
    public required string Source { get; init; }

    /// <summary>When a value is unknown.</summary>
    public required string WhenNull { get; init; }

    /// <summary>Candles that come before the first whose values no longer depend on where the series begins, in words.</summary>
    public required string WarmUp { get; init; }

    /// <summary>The same as a number, of values of the parameters.</summary>
    public required Func<IReadOnlyList<double>, int> WarmUpOf { get; init; }

    /// <summary>Makes one that has seen nothing yet.</summary>
    public required Func<IReadOnlyList<double>, Indicator> Create { get; init; }
}

/// <summary>A number that an indicator is asked for with.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Default">Value where it is not given.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="IsWhole">Whether only whole numbers go.</param>
internal sealed record IndicatorParameter(string Name, double Default, double Min, double Max, bool IsWhole)
{
    private const int LongestLength = 400;

    /// <summary>A number of candles.</summary>
    public static IndicatorParameter Length(string name, int byDefault, int min = 2) => new(name, byDefault, min, LongestLength, true);

    /// <summary>A factor.</summary>
    public static IndicatorParameter Factor(string name, double byDefault) => new(name, byDefault, 0.1, 10, false);
}

/// <summary>One of the figures that an indicator gives.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Unit">What it is measured in.</param>
internal sealed record IndicatorOutput(string Name, IndicatorUnit Unit);

/// <summary>What a figure of an indicator is measured in.</summary>
public enum IndicatorUnit
{
    /// <summary>An amount of the currency: a price, or a distance of prices.</summary>
    Price = 0,

    /// <summary>An amount of the currency: what was traded.</summary>
    Volume,

    /// <summary>Percent: 1.5 means 1.5 %.</summary>
    Percent,

    /// <summary>A number within bounds that the formula gives, such as 0 to 100.</summary>
    Index,

    /// <summary>A plain number.</summary>
    Ratio,
}
