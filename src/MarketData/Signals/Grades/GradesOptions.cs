using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;
using Microsoft.Extensions.Options;

namespace MarketData.Signals.Grades;

/// <summary>Grades, and what is kept of them: section <c>Grades</c>.</summary>
public sealed class GradesOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Grades";

    /// <summary>
    /// Time between two writes of the day's grades. The last of a day are written when the next day begins; this bounds what a crash
    /// would cost. Default 15 minutes; 10 seconds to 1 day.
    /// </summary>
    public TimeSpan StoreEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the grades of a day are kept. Default 730 days; 1 day to 36,500 days, or 0 to keep them for ever.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Servers that give grades, by the name of their model in requests and answers. Default none.</summary>
    public Dictionary<string, GradeServerOptions> Servers { get; set; } = [];
}

internal sealed class GradesOptionsValidator(GradeModelCatalog formulas) : IValidateOptions<GradesOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    public ValidateOptionsResult Validate(string? name, GradesOptions options)
    {
        var problems = new List<string>();
        if (options.StoreEvery < TimeSpan.FromSeconds(10) || options.StoreEvery > TimeSpan.FromDays(1))
        {
            problems.Add($"Grades:StoreEvery is {options.StoreEvery}; set it from 00:00:10 to 1.00:00:00.");
        }

        if (options.KeepFor != TimeSpan.Zero && (options.KeepFor < TimeSpan.FromDays(1) || options.KeepFor > Longest))
        {
            problems.Add($"Grades:KeepFor is {options.KeepFor}; set it from 1.00:00:00 to {Longest}, or to 00:00:00 to keep grades for ever.");
        }

        problems.AddRange(options.Servers.SelectMany(server => GradeServerCheck.ProblemsOf(server.Key, server.Value, formulas)));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
