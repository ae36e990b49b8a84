namespace MarketData.Signals.Rules;

/// <summary>Where a rule stands with an asset.</summary>
/// <param name="IsKnown">Whether the rule has had what it rests on at least once.</param>
/// <param name="IsLong">Whether the asset is held.</param>
/// <param name="Since">The day at whose close the state began; null if it was so already on the first day that could be judged.</param>
/// <param name="SincePrice">Close of that day, in US dollars; null without one.</param>
internal readonly record struct RulePosition(bool IsKnown, bool IsLong, DateOnly? Since, decimal? SincePrice)
{
    /// <summary>Where the rule stands after a day. It is given nothing of later days.</summary>
    public RulePosition Next(SignalRule rule, in Readings before, in Readings now, DateOnly day, decimal close)
    {
        if (!rule.Knows(before, now))
        {
            return this;
        }

        if (!IsKnown)
        {
            return new RulePosition(true, rule.IsLevel && rule.Enters(before, now), null, null);
        }

        var changes = IsLong ? rule.Exits(before, now) : rule.Enters(before, now);
        return changes ? new RulePosition(true, !IsLong, day, close) : this;
    }
}
