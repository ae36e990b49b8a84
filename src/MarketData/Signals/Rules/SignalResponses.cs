using System.Diagnostics.CodeAnalysis;
using MarketData.Markets;

namespace MarketData.Signals.Rules;

/// <summary>Whether a rule holds an asset.</summary>
public enum SignalState
{
    /// <summary>It does not.</summary>
    Flat = 0,

    /// <summary>It does.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The market's word, which callers know.")]
    Long,
}

/// <summary>A rule.</summary>
/// <param name="Name">Its name in requests and answers.</param>
/// <param name="Version">Rises when what it does changes.</param>
/// <param name="Title">Its usual name.</param>
/// <param name="Entry">When it becomes long.</param>
/// <param name="Exit">When it becomes flat.</param>
/// <param name="Strength">Formula of the strength, before it is brought between 0 and 1.</param>
/// <param name="Source">Who published it.</param>
/// <param name="MinDays">Days of history before it says anything.</param>
public sealed record SignalRuleResponse(
    string Name, int Version, string Title, string Entry, string Exit, string Strength, string Source, int MinDays)
{
    internal static readonly IReadOnlyList<SignalRuleResponse> All = [.. SignalRules.All.Select(rule => new SignalRuleResponse(
        rule.Name, rule.Version, rule.Title, rule.Entry, rule.Exit, rule.Strength, rule.Source, rule.MinDays))];
}

/// <summary>The rules there are.</summary>
/// <param name="Data">All of them.</param>
public sealed record SignalRulesResponse(IReadOnlyList<SignalRuleResponse> Data);

/// <summary>Where a rule stands with an asset. Amounts are in the currency asked for.</summary>
/// <param name="Id">Id of the asset.</param>
/// <param name="Symbol">Its ticker letters in lower case.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Version">Version of the rule.</param>
/// <param name="State">What it says at the close of the last closed day; null where the history is too short, or without a candle for more than a week.</param>
/// <param name="Strength">How far the state holds, by the rule's formula: 0 where it is about to change, 1 at full scale; null if unknown.</param>
/// <param name="Since">Start of the day at whose close the state began; null if it was so already on the first day that could be judged.</param>
/// <param name="SincePrice">Close of that day; null without one.</param>
/// <param name="ChangePercentage">Change of the price since then in percent; null if either is unknown.</param>
/// <param name="Day">Start of the last closed day that the asset has a candle of; null without history.</param>
/// <param name="ProvisionalState">What the rule would say if the open day closed at the price of the snapshot; null if no price of the day is known.</param>
/// <param name="ProvisionalStrength">The strength of that; null if unknown.</param>
public sealed record SignalResponse(
    string Id,
    string Symbol,
    string Name,
    string Rule,
    int Version,
    SignalState? State,
    double? Strength,
    DateTimeOffset? Since,
    decimal? SincePrice,
    double? ChangePercentage,
    DateTimeOffset? Day,
    SignalState? ProvisionalState,
    double? ProvisionalStrength)
{
    internal static SignalResponse From(Signal signal, SignalBoard board, Currency currency, NumberFormat format)
    {
        var row = board.Snapshot.Rows[signal.Row];
        var position = signal.Position;
        return Unknown(row.Asset, SignalRules.All[signal.Rule]) with
        {
            State = StateOf(position),
            Strength = signal.Strength,
            Since = position.Since is { } since ? SignalBook.TimeOf(since) : null,
            SincePrice = format.Round(currency.FromUsd(position.SincePrice)),
            ChangePercentage = (Money.Ratio(row.Price, position.SincePrice) - 1) * 100,
            Day = SignalBook.TimeOf(signal.Day),
            ProvisionalState = signal.Provisional is { } provisional ? StateOf(provisional) : null,
            ProvisionalStrength = signal.ProvisionalStrength,
        };
    }

    internal static SignalResponse Unknown(Assets.Asset asset, SignalRule rule) =>
        new(asset.Slug, asset.Symbol, asset.Name, rule.Name, rule.Version, null, null, null, null, null, null, null, null);

    private static SignalState StateOf(RulePosition position) => position.IsLong ? SignalState.Long : SignalState.Flat;
}

/// <summary>A page of signals: the latest change first, then by id and rule.</summary>
/// <param name="Data">The signals.</param>
/// <param name="Rules">The rules that the page has signals of.</param>
/// <param name="Meta">Where the figures stand.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
/// <param name="Missing">What was asked for by ids and does not exist.</param>
public sealed record SignalsResponse(
    IReadOnlyList<SignalResponse> Data, IReadOnlyList<SignalRuleResponse> Rules, AnswerMeta Meta, string? Next, IReadOnlyList<MissingItem> Missing);

/// <summary>What every rule says of one asset.</summary>
/// <param name="Data">A signal for each rule.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record AssetSignalsResponse(IReadOnlyList<SignalResponse> Data, IReadOnlyList<SignalRuleResponse> Rules, AnswerMeta Meta);
