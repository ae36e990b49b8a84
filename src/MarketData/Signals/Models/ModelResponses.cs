using MarketData.Ranking;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models;

/// <summary>The models of grades.</summary>
/// <param name="Data">Every version of every model, by name, the newest first.</param>
/// <param name="Letters">The letters of grades, best first; the same for every model.</param>
public sealed record ModelsResponse(IReadOnlyList<ModelResponse> Data, IReadOnlyList<LetterResponse> Letters);

/// <summary>A letter of grades.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="From">The least grade that has it.</param>
public sealed record LetterResponse(string Letter, double From);

/// <summary>A model of grades.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; rises when anything of it changes.</param>
/// <param name="Kind">What makes its grades: the formula, or a model server, for which the formula stands in when it gives none.</param>
/// <param name="Description">What its grades mean.</param>
/// <param name="Horizon">The time that it looks ahead over.</param>
/// <param name="Formula">How a grade comes about; of a model server, how the one that stands in does.</param>
/// <param name="TakesWeights">Whether you may weight its sub-scores yourself.</param>
/// <param name="MinCoverage">Share of the weights whose inputs must be known for a grade.</param>
/// <param name="SubScores">Its sub-scores with weights and inputs.</param>
/// <param name="TrackRecord">How its stored grades stood to the returns that followed, for each horizon.</param>
public sealed record ModelResponse(
    string Name,
    string Version,
    GradeModelKind Kind,
    string Description,
    GradeHorizon Horizon,
    string Formula,
    bool TakesWeights,
    double MinCoverage,
    IReadOnlyList<ModelSubScoreResponse> SubScores,
    IReadOnlyList<TrackRecordResponse> TrackRecord)
{
    private const string PublishedFormula =
        "grade = 100 × Σ weight × percentile ÷ Σ weight over the inputs that are known, an input's weight being that of its sub-score × its share of the sub-score; no grade where Σ weight of the known is below min_coverage";

    internal static ModelResponse From(GradeModel model, IReadOnlyList<TrackRecord>? records)
    {
        var all = model.SubScores.Sum(score => score.Weight);
        return new ModelResponse(
            model.Name,
            GradeSource.Of(model).Version,
            model.Kind,
            model.Description,
            model.Horizon,
            PublishedFormula,
            model.TakesWeights,
            model.MinCoverage,
            [.. model.SubScores.Select(score => ModelSubScoreResponse.From(score, all))],
            [
                .. Models.TrackRecord.Horizons.Select((horizon, i) =>
                    records is null ? new TrackRecordResponse(horizon, null, null, null, 0, 0, TrackRecordGap.NotComputed) : TrackRecordResponse.From(records[i])),
            ]);
    }
}

/// <summary>
/// How grades stood to the returns that followed: the mean, over days a horizon apart, of the rank correlation (Spearman's) over all assets between
/// the last grade of a day and the return from the close of that day on. Nothing looks ahead, and bad figures are shown as they are.
/// </summary>
/// <param name="HorizonDays">Days that the return is over.</param>
/// <param name="RankCorrelation">−1 to 1; 0 means that the grades told nothing. Null if there is too little history.</param>
/// <param name="Low">Lower end of the 95 % interval; null if there is too little history.</param>
/// <param name="High">Upper end of the 95 % interval; null if there is too little history.</param>
/// <param name="Periods">Days that counted, each a horizon from the next, so that no return counts twice.</param>
/// <param name="Observations">Pairs of a grade and a return on these days.</param>
/// <param name="Missing">Why there is no figure; null if there is one.</param>
public sealed record TrackRecordResponse(
    int HorizonDays, double? RankCorrelation, double? Low, double? High, int Periods, int Observations, TrackRecordGap? Missing)
{
    internal static TrackRecordResponse From(TrackRecord record) => new(
        record.HorizonDays,
        record.Correlation,
        record.Low,
        record.High,
        record.Periods,
        record.Observations,
        record.Correlation is null ? TrackRecordGap.NotEnoughHistory : null);
}

/// <summary>Why there is no track record.</summary>
public enum TrackRecordGap
{
    /// <summary>Fewer than five days, a horizon apart, have grades and the returns that followed.</summary>
    NotEnoughHistory = 0,

    /// <summary>The service has started minutes ago and has not computed it yet.</summary>
    NotComputed,
}

/// <summary>A sub-score of a model.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Weight">Its weight as a share of all.</param>
/// <param name="Within">Group within which percentiles are taken; null: among all assets.</param>
/// <param name="Inputs">The factors that it is the weighted mean of.</param>
public sealed record ModelSubScoreResponse(SubScoreName Name, double Weight, PeerGroup? Within, IReadOnlyList<ModelInputResponse> Inputs)
{
    internal static ModelSubScoreResponse From(SubScoreModel score, double all)
    {
        var inputs = score.Inputs.Sum(input => input.Weight);
        return new ModelSubScoreResponse(
            score.Name,
            score.Weight / all,
            score.Within,
            [.. score.Inputs.Select(input => new ModelInputResponse(input.Factor, input.Weight / inputs, input.Direction))]);
    }
}

/// <summary>An input of a sub-score.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Weight">Its weight as a share of the sub-score's.</param>
/// <param name="Direction">Which end is good.</param>
public sealed record ModelInputResponse(string Factor, double Weight, FactorDirection Direction);
