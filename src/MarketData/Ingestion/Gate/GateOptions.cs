using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Gate;

/// <summary>Limits of the quality gate: section <c>Ingestion:Gate</c>.</summary>
public sealed class GateOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ingestion:Gate";

    /// <summary>A price this many times the held one, or this many times below it, waits for confirmation. Default 5; above 1, at most 1,000.</summary>
    public double JumpFactor { get; set; } = 5;

    /// <summary>
    /// How near, as a share, another source or a later poll must come to confirm a jump. Default 0.25; above 0, at most 1.
    /// </summary>
    public double ConfirmTolerance { get; set; } = 0.25;

    /// <summary>Later polls that must agree with a jump before it is believed without a second source. Default 2; 1 to 10.</summary>
    public int Confirmations { get; set; } = 2;

    /// <summary>
    /// Share by which a circulating supply may exceed the total, and the total the maximum: providers update them at different
    /// times. Default 0.01; 0 to 1.
    /// </summary>
    public double SupplyTolerance { get; set; } = 0.01;

    /// <summary>Share by which a market cap may differ from price times circulating supply. Default 0.2; above 0, at most 1.</summary>
    public double MarketCapTolerance { get; set; } = 0.2;

    /// <summary>How far a source's clock may be ahead of ours. Default 5 minutes; 0 to 1 hour.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromMinutes(5);
}

internal sealed class GateOptionsValidator : IValidateOptions<GateOptions>
{
    public ValidateOptionsResult Validate(string? name, GateOptions options)
    {
        var problems = new List<string>();
        Require(options.JumpFactor is > 1 and <= 1000, "JumpFactor", options.JumpFactor, "above 1 and at most 1000");
        Require(options.ConfirmTolerance is > 0 and <= 1, "ConfirmTolerance", options.ConfirmTolerance, "above 0 and at most 1");
        Require(options.Confirmations is >= 1 and <= 10, "Confirmations", options.Confirmations, "from 1 to 10");
        Require(options.SupplyTolerance is >= 0 and <= 1, "SupplyTolerance", options.SupplyTolerance, "from 0 to 1");
        Require(options.MarketCapTolerance is > 0 and <= 1, "MarketCapTolerance", options.MarketCapTolerance, "above 0 and at most 1");
        Require(
            options.ClockTolerance >= TimeSpan.Zero && options.ClockTolerance <= TimeSpan.FromHours(1),
            "ClockTolerance",
            options.ClockTolerance,
            "from 00:00:00 to 01:00:00");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require(bool holds, string setting, object value, string range)
        {
            if (!holds)
            {
                problems.Add($"Ingestion:Gate:{setting} is {value}; set it {range}.");
            }
        }
    }
}
