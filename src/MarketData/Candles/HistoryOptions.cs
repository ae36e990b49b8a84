using Microsoft.Extensions.Options;

namespace MarketData.Candles;

/// <summary>What is kept of the past: section <c>History</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "History";

    /// <summary>
    /// Time after the end of its interval at which a candle counts as closed, by our clock; a price that changes it later is recorded
    /// as a correction. Default 2 minutes; 0 to 1 hour.
    /// </summary>
    public TimeSpan CloseGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long candles and points are kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Times before which nothing is kept.</summary>
    internal HistoryCutoffs CutoffsAt(DateTimeOffset now) => new(
        CutoffOf(CandleInterval.FiveMinutes, now),
        CutoffOf(CandleInterval.OneHour, now),
        CutoffOf(CandleInterval.OneDay, now),
        Cutoff(Retention.Points, now));

    /// <summary>Time before which no candle of an interval opens; null if they are kept for ever.</summary>
    internal DateTimeOffset? CutoffOf(CandleInterval interval, DateTimeOffset now) => interval switch
    {
        CandleInterval.FiveMinutes => Cutoff(Retention.FiveMinutes, now),
        CandleInterval.OneHour => Cutoff(Retention.OneHour, now),
        CandleInterval.OneDay => Cutoff(Retention.OneDay, now),
        _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, null),
    };

    private static DateTimeOffset? Cutoff(TimeSpan kept, DateTimeOffset now) => kept == TimeSpan.Zero ? null : now - kept;
}

/// <summary>
/// How long candles and points are kept: section <c>History:Retention</c>. Each from 1 day to 36,500 days, or 0 to keep them for ever.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>Candles of five minutes. Default 30 days.</summary>
    public TimeSpan FiveMinutes { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Candles of one hour. Default 730 days.</summary>
    public TimeSpan OneHour { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Candles of one day. Default 0: for ever.</summary>
    public TimeSpan OneDay { get; set; } = TimeSpan.Zero;

    /// <summary>Points, on the grid of five minutes. Default 30 days.</summary>
    public TimeSpan Points { get; set; } = TimeSpan.FromDays(30);
}

internal sealed class HistoryOptionsValidator : IValidateOptions<HistoryOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public ValidateOptionsResult Validate(string? name, HistoryOptions options)
    {
        var problems = new List<string>();
        if (options.CloseGrace < TimeSpan.Zero || options.CloseGrace > TimeSpan.FromHours(1))
        {
            problems.Add($"History:CloseGrace is {options.CloseGrace}; set it from 00:00:00 to 01:00:00.");
        }

        RequireKept(options.Retention.FiveMinutes, nameof(RetentionOptions.FiveMinutes));
        RequireKept(options.Retention.OneHour, nameof(RetentionOptions.OneHour));
        RequireKept(options.Retention.OneDay, nameof(RetentionOptions.OneDay));
        RequireKept(options.Retention.Points, nameof(RetentionOptions.Points));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void RequireKept(TimeSpan kept, string setting)
        {
            if (kept != TimeSpan.Zero && (kept < Shortest || kept > Longest))
            {
                problems.Add($"History:Retention:{setting} is {kept}; set it from {Shortest} to {Longest}, or to 00:00:00 to keep it for ever.");
            }
        }
    }
}
