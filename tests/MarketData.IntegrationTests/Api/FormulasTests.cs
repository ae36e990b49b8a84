using System.Text;
using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Named;
using MarketData.Signals.Grades;
using MarketData.Signals.Indicators;
using MarketData.Signals.Models;
using MarketData.Signals.Rules;

namespace MarketData.IntegrationTests.Api;

/// <summary>docs/formulas.md lists factors, rankings, models, indicators and rules as they are.</summary>
public sealed class FormulasTests
{
    private const string Begin = "<!-- tables -->";

    [Fact]
    public async Task Document_Tables_AreThoseOfTheCode()
    {
        var file = RepositoryRoot.PathOf("docs/formulas.md");
        var document = (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n");
        var start = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var tables = Tables();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, document[..start] + tables);
            return;
        }

        document[start..].ShouldBe(tables, "Run the test with UPDATE_SNAPSHOTS=1 and commit docs/formulas.md.");
    }

    private static string Tables()
    {
        var text = new StringBuilder("\n\n## Rankings\n\n| Ranking | Version | Windows | Score |\n| --- | --- | --- | --- |\n");
        foreach (var ranking in NamedRankings.All)
        {
            text.Append($"| `{ranking.Name}` | {ranking.Version} | {string.Join(", ", ranking.Windows)} | {ranking.Formula} |\n");
        }

        text.Append($"| `{CategoryRotation.Name}` | {CategoryRotation.Version} | {string.Join(", ", CategoryRotation.Windows)} | {CategoryRotation.Formula} |\n");
        AppendModels(text);
        text.Append("\n## Factors\n");
        foreach (var group in FactorCatalog.All.GroupBy(factor => factor.Group))
        {
            text.Append($"\n### {group.Key}\n\n| Factor | Unit | Window | Formula | Null means |\n| --- | --- | --- | --- | --- |\n");
            foreach (var factor in group)
            {
                text.Append($"| `{factor.Name}` | {factor.Unit} | {factor.Window} | {Cell(factor.Formula)} | {factor.WhenNull} |\n");
            }
        }

        text.Append("\n## Indicators\n\n| Indicator | Outputs (unit) | Formula | Source | Warm-up in candles | Null means |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var indicator in IndicatorsResponse.All.Data)
        {
            var outputs = string.Join(", ", indicator.Outputs.Select(output => $"`{output.Name}` ({output.Unit.ToString().ToLowerInvariant()})"));
            text.Append($"| `{indicator.Default}` {indicator.Title} | {outputs} | {Cell(indicator.Formula)} | {indicator.Source} | {indicator.WarmUp} | {indicator.WhenNull} |\n");
        }

        text.Append("\n## Rules\n\n| Rule | Version | Long when | Flat when | Strength | Source | Days of history |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var rule in SignalRuleResponse.All)
        {
            text.Append($"| `{rule.Name}` {rule.Title} | {rule.Version} | {rule.Entry} | {rule.Exit} | {Cell(rule.Strength)} | {rule.Source} | {rule.MinDays} |\n");
        }

        return text.ToString();
    }

    private static void AppendModels(StringBuilder text)
    {
        text.Append("\n## Models of grades\n");
        foreach (var model in GradeModelCatalog.Load().All)
        {
            text.Append($"\n### {model.Id}\n\n{model.Description} Least coverage {model.MinCoverage}.\n\n| Sub-score | Weight | Within | Inputs |\n| --- | --- | --- | --- |\n");
            foreach (var score in model.SubScores)
            {
                var inputs = score.Inputs.Select(input => $"{input.Weight} × {(input.Direction == FactorDirection.Low ? "low " : "")}`{input.Factor}`");
                text.Append($"| {GradeResponse.NameOf(score.Name)} | {score.Weight} | {score.Within?.ToString().ToLowerInvariant() ?? "all"} | {string.Join(" + ", inputs)} |\n");
            }
        }
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
