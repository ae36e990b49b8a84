using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Sources.Sample;

/// <summary>Settings of the built-in sample market: section <c>Ingestion:Sources:Sample</c>.</summary>
public sealed class SampleOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ingestion:Sources:Sample";

    /// <summary>Whether the sample market runs while no live source of prices is enabled; beside a live one it never runs. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Time between two polls of the sample market. Default 5 seconds; 1 second to 1 hour.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Start of its random numbers: the same seed gives the same market. Default 1; any integer.</summary>
    public int Seed { get; set; } = 1;
}

internal sealed class SampleOptionsValidator : IValidateOptions<SampleOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, SampleOptions options) =>
        options.Interval >= Shortest && options.Interval <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{SampleOptions.Section}:Interval is {options.Interval}; set it from {Shortest} to {Longest}.");
}
