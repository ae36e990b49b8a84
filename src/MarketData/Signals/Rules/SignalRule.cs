namespace MarketData.Signals.Rules;

/// <summary>Whether something holds at the close of a day.</summary>
/// <param name="before">The close of the day before.</param>
/// <param name="now">The close of the day.</param>
internal delegate bool RuleTest(in Readings before, in Readings now);

/// <summary>How far a state holds, before it is brought between 0 and 1; NaN is unknown.</summary>
internal delegate double RuleMeasure(in Readings now, bool isLong);

/// <summary>A rule that says of every closed day whether an asset is held (<c>long</c>) or not (<c>flat</c>). Its texts are published.</summary>
/// <param name="Name">Its name in requests and answers.</param>
/// <param name="Version">Rises when what it does changes.</param>
/// <param name="Title">Its usual name.</param>
internal sealed record SignalRule(string Name, int Version, string Title)
{
    /// <summary>When it becomes long, in words.</summary>
    public required string Entry { get; init; }

    /// <summary>When it becomes flat, in words.</summary>
    public required string Exit { get; init; }

    /// <summary>Formula of the strength, before it is brought between 0 and 1.</summary>
    public required string Strength { get; init; }

    /// <summary>Who published it.</summary>
    public required string Source { get; init; }

    /// <summary>Days of history before it says anything.</summary>
    public required int MinDays { get; init; }

    /// <summary>
    /// Whether its entry is a state, not an event: it is then long on the first day that it can judge, if the entry holds; one whose entry
    /// is an event begins flat.
    /// </summary>
    public bool IsLevel { get; init; }

    /// <summary>Whether what it rests on is known.</summary>
    public required RuleTest Knows { get; init; }

    public required RuleTest Enters { get; init; }

    public required RuleTest Exits { get; init; }

    public required RuleMeasure Measure { get; init; }

    /// <summary>How far the state holds: 0 where it is about to change, 1 at full scale; null if unknown.</summary>
    public double? StrengthOf(in Readings now, bool isLong)
    {
        var measure = Measure(now, isLong);
        return double.IsNaN(measure) ? null : Math.Round(Math.Clamp(measure, 0, 1), 4);
    }
}
