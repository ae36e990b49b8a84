using MarketData.Snapshots;

namespace MarketData.Signals.Rules;

/// <summary>Where a rule stands with an asset in a snapshot.</summary>
/// <param name="Row">Row number of the asset.</param>
/// <param name="Rule">Number of the rule in <see cref="SignalRules.All"/>.</param>
/// <param name="Day">The last closed day that the asset has a candle of.</param>
/// <param name="Position">Where the rule stands after it.</param>
/// <param name="Strength">How far the state holds; null if unknown.</param>
/// <param name="Provisional">Where it would stand if the open day closed at the last price; null if no price of the day is known.</param>
/// <param name="ProvisionalStrength">The strength of that; null if unknown.</param>
internal sealed record Signal(
    int Row, int Rule, DateOnly Day, RulePosition Position, double? Strength, RulePosition? Provisional, double? ProvisionalStrength);

/// <summary>A place in the list of signals: the latest change first, one whose day is not known last, then by id and rule.</summary>
/// <param name="Since">Number of the day of the change; NaN if it is not known.</param>
/// <param name="Slug">Id of the asset.</param>
/// <param name="Rule">Number of the rule.</param>
internal readonly record struct SignalPlace(double Since, string Slug, int Rule) : IComparable<SignalPlace>
{
    public int CompareTo(SignalPlace other)
    {
        // NaN is the least of doubles here, so that the greatest first puts it last.
        var bySince = other.Since.CompareTo(Since);
        var bySlug = bySince != 0 ? bySince : string.CompareOrdinal(Slug, other.Slug);
        return bySlug != 0 ? bySlug : Rule.CompareTo(other.Rule);
    }
}

/// <summary>The signals of one snapshot. Immutable, swapped whole.</summary>
internal sealed class SignalBoard
{
    /// <summary>Days without a candle after which nothing is said of an asset any more.</summary>
    public const int MaxAgeDays = 7;

    private readonly Dictionary<int, Signal[]> _byRow;

    private SignalBoard(MarketSnapshot snapshot, DateOnly closedDay, Dictionary<int, Signal[]> byRow)
    {
        Snapshot = snapshot;
        ClosedDay = closedDay;
        _byRow = byRow;
        All = [.. byRow.Values.SelectMany(signals => signals).OrderBy(PlaceOf)];
    }

    public MarketSnapshot Snapshot { get; }

    /// <summary>The last day that is over.</summary>
    public DateOnly ClosedDay { get; }

    /// <summary>All signals whose state is known, in the order of their places.</summary>
    public IReadOnlyList<Signal> All { get; }

    /// <summary>The signals of an asset whose state is known, in the order of the rules; empty if none is.</summary>
    public IReadOnlyList<Signal> Of(int row) => _byRow.GetValueOrDefault(row, []);

    public SignalPlace PlaceOf(Signal signal) =>
        new(signal.Position.Since?.DayNumber ?? double.NaN, Snapshot.Rows[signal.Row].Asset.Slug, signal.Rule);

    /// <summary>Computes the signals of a snapshot.</summary>
    public static SignalBoard Compute(MarketSnapshot snapshot, SignalBook book)
    {
        var byRow = new Dictionary<int, Signal[]>();
        for (var row = 0; row < snapshot.Rows.Count; row++)
        {
            if (book.Find(snapshot.Rows[row].Asset.Id) is { Day: { } day } track && book.ClosedDay.DayNumber - day.DayNumber <= MaxAgeDays)
            {
                byRow[row] = [.. SignalsOf(snapshot.Rows[row], row, day, track, book)];
            }
        }

        return new SignalBoard(snapshot, book.ClosedDay, byRow);
    }

    private static List<Signal> SignalsOf(MarketRow asset, int row, DateOnly day, RuleTrack track, SignalBook book)
    {
        var signals = new List<Signal>(SignalRules.All.Count);
        Readings? open = book.FindOpen(asset.Asset.Id) is { } bar ? track.Peek(bar) : null;
        for (var number = 0; number < SignalRules.All.Count; number++)
        {
            var rule = SignalRules.All[number];
            var position = track.Positions[number];
            if (!position.IsKnown)
            {
                continue;
            }

            var strength = rule.StrengthOf(track.Readings, position.IsLong);
            if (open is { } readings)
            {
                var provisional = position.Next(rule, track.Readings, readings, book.ClosedDay.AddDays(1), asset.Price ?? 0);
                signals.Add(new Signal(row, number, day, position, strength, provisional, rule.StrengthOf(readings, provisional.IsLong)));
            }
            else
            {
                signals.Add(new Signal(row, number, day, position, strength, null, null));
            }
        }

        return signals;
    }
}
