using Microsoft.Extensions.Options;

namespace MarketData.Signals.Rules;

/// <summary>Signals and their walk over the past: section <c>Signals</c>.</summary>
public sealed class SignalsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Signals";

    /// <summary>
    /// Time after which all daily candles are read anew, for those that came later or were corrected; new days are taken as they close.
    /// Default 6 hours; 10 minutes to 30 days.
    /// </summary>
    public TimeSpan HistoryRefresh { get; set; } = TimeSpan.FromHours(6);
}

internal sealed class SignalsOptionsValidator : IValidateOptions<SignalsOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, SignalsOptions options) =>
        options.HistoryRefresh >= Shortest && options.HistoryRefresh <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Signals:HistoryRefresh is {options.HistoryRefresh}; set it from {Shortest} to {Longest}.");
}
