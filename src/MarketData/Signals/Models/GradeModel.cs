using System.Text.Json.Serialization;
using MarketData.Ranking;

namespace MarketData.Signals.Models;

/// <summary>What a grade is made of, as a file <c>Signals/Models/&lt;name&gt;-&lt;version&gt;.json</c> says it.</summary>
/// <param name="Name">Its name: lower-case letters, digits and dashes.</param>
/// <param name="Version">Rises when anything of the file changes, so that grades of two versions are not compared.</param>
/// <param name="Description">What its grades mean, in a sentence.</param>
/// <param name="Horizon">The time that it looks ahead over.</param>
/// <param name="TakesWeights">Whether callers may weight the sub-scores themselves.</param>
/// <param name="MinCoverage">Share of the weights whose inputs must be known for a grade, above 0 to 1.</param>
/// <param name="SubScores">Its sub-scores, in the order in which answers have them.</param>
internal sealed record GradeModel(
    string Name,
    int Version,
    string Description,
    GradeHorizon Horizon,
    bool TakesWeights,
    double MinCoverage,
    IReadOnlyList<SubScoreModel> SubScores)
{
    /// <summary>Name and version in one, as callers choose it: <c>trader-1</c>.</summary>
    [JsonIgnore]
    public string Id => $"{Name}-{Version}";

    /// <summary>What makes its grades.</summary>
    [JsonIgnore]
    public GradeModelKind Kind { get; init; }

    /// <summary>The same model with other weights: sub-scores that are not named are left out.</summary>
    public GradeModel WithWeights(IReadOnlyDictionary<SubScoreName, double> weights) => this with
    {
        SubScores = [.. SubScores.Where(score => weights.ContainsKey(score.Name)).Select(score => score with { Weight = weights[score.Name] })],
    };
}

/// <summary>A sub-score of a model.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Weight">Its weight, above 0; the weights are divided by their sum.</param>
/// <param name="Inputs">The factors that it is the weighted mean of.</param>
/// <param name="Within">Group within which the inputs' percentiles are taken; null: among all assets.</param>
internal sealed record SubScoreModel(SubScoreName Name, double Weight, IReadOnlyList<GradeInput> Inputs, PeerGroup? Within = null);

/// <summary>An input of a sub-score.</summary>
/// <param name="Factor">Its name in <c>GET /v1/factors</c>.</param>
/// <param name="Weight">Its weight within the sub-score, above 0; the weights are divided by their sum.</param>
/// <param name="Direction">Which end is good.</param>
internal sealed record GradeInput(string Factor, double Weight, FactorDirection Direction);

/// <summary>What a sub-score is about.</summary>
public enum SubScoreName
{
    /// <summary>How the price has changed.</summary>
    Momentum = 0,

    /// <summary>Where the price stands against its own mean and highs.</summary>
    Trend,

    /// <summary>How calm the price is: the calmer, the higher.</summary>
    Volatility,

    /// <summary>How easily it is traded.</summary>
    Liquidity,

    /// <summary>How cheap it is for what it does: the cheaper, the higher.</summary>
    Valuation,

    /// <summary>How much it is used, and its size.</summary>
    Fundamentals,

    /// <summary>What happens on its own chain.</summary>
    OnChain,

    /// <summary>How little its units are diluted.</summary>
    Supply,

    /// <summary>How good the figures are.</summary>
    DataQuality,
}

/// <summary>What makes the grades of a model.</summary>
public enum GradeModelKind
{
    /// <summary>The published formula.</summary>
    Formula = 0,

    /// <summary>A server that speaks version 2 of KServe's protocol.</summary>
    Kserve,

    /// <summary>A server that speaks the REST interface of TensorFlow Serving.</summary>
    TensorflowServing,
}

/// <summary>The time that a grade looks ahead over.</summary>
public enum GradeHorizon
{
    /// <summary>Some days.</summary>
    Days = 0,

    /// <summary>Some months.</summary>
    Months,
}
