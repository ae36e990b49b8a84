using System.Text.Json;
using MarketData.Markets;
using MarketData.Ranking;
using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;

namespace MarketData.Signals.Grades;

/// <summary>A page of grades.</summary>
/// <param name="Data">The assets, in the order asked for.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Meta">Where the figures stand.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
/// <param name="Missing">What was asked for by <c>ids</c> and could not be given; null where nothing was.</param>
public sealed record GradesResponse(
    IReadOnlyList<GradeResponse> Data, GradeModelUsed Model, AnswerMeta Meta, string? Next, IReadOnlyList<MissingItem>? Missing);

/// <summary>The model that was asked for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Horizon">The time that it looks ahead over.</param>
/// <param name="Weights">Weight of each sub-score as a share of all.</param>
/// <param name="WeightsAreYours">Whether the weights came with the request.</param>
public sealed record GradeModelUsed(
    string Name, string Version, GradeHorizon Horizon, IReadOnlyDictionary<string, double> Weights, bool WeightsAreYours)
{
    internal static GradeModelUsed Of(GradeModel model, bool weightsAreYours)
    {
        var all = model.SubScores.Sum(score => score.Weight);
        var source = GradeSource.Of(model);
        return new GradeModelUsed(
            source.Model,
            source.Version,
            model.Horizon,
            model.SubScores.ToDictionary(score => GradeResponse.NameOf(score.Name), score => score.Weight / all),
            weightsAreYours);
    }
}

/// <summary>What made a grade.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Fallback">Why a formula stood in for the model server that was asked for, such as <c>timeout</c> or <c>circuit_open</c>; null if nothing did.</param>
public sealed record GradeMaker(string Model, string Version, string? Fallback)
{
    internal static GradeMaker Of(MadeGrade made) => new(made.MadeBy.Model, made.MadeBy.Version, made.Fallback);
}

/// <summary>The grade of an asset.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Symbol">Ticker letters in lower case.</param>
/// <param name="Name">Display name.</param>
/// <param name="Tier">Cap tier; null without a market cap.</param>
/// <param name="Grade">0 to 100, the more the better; null if there is none.</param>
/// <param name="Letter"><c>A</c> from 75, <c>B</c> from 60, <c>C</c> from 45, <c>D</c> from 30, else <c>F</c>; null without a grade.</param>
/// <param name="Coverage">Share of the weights whose inputs are known, from 0 to 1.</param>
/// <param name="Missing">Why there is no grade; null if there is one.</param>
/// <param name="SubScores">Each sub-score of the model, 0 to 100; null if none of its inputs is known.</param>
/// <param name="MadeBy">What made the grade.</param>
public sealed record GradeResponse(
    string Id,
    string Symbol,
    string Name,
    CapTier? Tier,
    double? Grade,
    string? Letter,
    double Coverage,
    GradeGap? Missing,
    IReadOnlyDictionary<string, double?> SubScores,
    GradeMaker MadeBy)
{
    internal static GradeResponse From(ModelGrades grades, int place)
    {
        var row = grades.Columns.RowAt(place);
        var grade = Known(grades.Grades[place]);
        return new GradeResponse(
            row.Asset.Slug,
            row.Asset.Symbol,
            row.Asset.Name,
            row.Tier,
            grade,
            grade is { } known ? GradeLetter.Of(known) : null,
            grades.Coverages[place],
            grades.GapOf(place),
            grades.SubScores.ToDictionary(score => NameOf(score.Model.Name), score => Known(score.Scores[place])),
            GradeMaker.Of(grades.MadeAt(place)));
    }

    /// <summary>Name of a sub-score in requests and answers.</summary>
    internal static string NameOf(SubScoreName name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString());

    internal static double? Known(double value) => double.IsNaN(value) ? null : value;
}

/// <summary>The grades of one asset.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Grades">Its grade by each model asked for.</param>
public sealed record AssetGradesResponse(string Id, IReadOnlyList<AssetGradeResponse> Grades);

/// <summary>The grade of an asset by a model, with everything that it is made of.</summary>
/// <param name="Model">Name of the model that was asked for.</param>
/// <param name="Version">Its version.</param>
/// <param name="Horizon">The time that it looks ahead over.</param>
/// <param name="Grade">0 to 100, the more the better; null if there is none.</param>
/// <param name="Letter"><c>A</c> from 75, <c>B</c> from 60, <c>C</c> from 45, <c>D</c> from 30, else <c>F</c>; null without a grade.</param>
/// <param name="Coverage">Share of the weights whose inputs are known, from 0 to 1.</param>
/// <param name="MinCoverage">The least coverage that the model gives a grade for.</param>
/// <param name="Missing">Why there is no grade; null if there is one.</param>
/// <param name="MadeBy">What made the grade.</param>
/// <param name="SubScores">The sub-scores.</param>
public sealed record AssetGradeResponse(
    string Model,
    string Version,
    GradeHorizon Horizon,
    double? Grade,
    string? Letter,
    double Coverage,
    double MinCoverage,
    GradeGap? Missing,
    GradeMaker MadeBy,
    IReadOnlyList<SubScoreResponse> SubScores)
{
    internal static AssetGradeResponse From(ModelGrades grades, int place)
    {
        var summary = GradeResponse.From(grades, place);
        var all = grades.Model.SubScores.Sum(score => score.Weight);
        var source = GradeSource.Of(grades.Model);
        return new AssetGradeResponse(
            source.Model,
            source.Version,
            grades.Model.Horizon,
            summary.Grade,
            summary.Letter,
            summary.Coverage,
            grades.Model.MinCoverage,
            summary.Missing,
            summary.MadeBy,
            [.. grades.SubScores.Select(score => SubScoreResponse.From(grades, score, score.Model.Weight / all, place))]);
    }
}

/// <summary>A sub-score of a grade.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Score">Mean of its inputs' percentiles by their weights, 0 to 100; null if none of them is known.</param>
/// <param name="Weight">Its weight in the model as a share of all.</param>
/// <param name="Coverage">Share of its inputs' weights that is known, from 0 to 1.</param>
/// <param name="Within">Group within which the percentiles are taken; null: among all assets.</param>
/// <param name="Inputs">What it is made of.</param>
public sealed record SubScoreResponse(
    SubScoreName Name, double? Score, double Weight, double Coverage, PeerGroup? Within, IReadOnlyList<GradeInputResponse> Inputs)
{
    internal static SubScoreResponse From(ModelGrades grades, SubScoreColumns score, double weight, int place)
    {
        var all = score.Model.Inputs.Sum(input => input.Weight);
        return new SubScoreResponse(
            score.Model.Name,
            GradeResponse.Known(score.Scores[place]),
            weight,
            score.Coverages[place],
            score.Model.Within,
            [
                .. score.Model.Inputs.Select((input, i) =>
                    GradeInputResponse.From(grades, input, score.Percentiles[i][place], weight * input.Weight / all, place)),
            ]);
    }
}

/// <summary>An input of a sub-score.</summary>
/// <param name="Factor">Its name in GET /v1/factors.</param>
/// <param name="Direction">Which end is good.</param>
/// <param name="Value">The asset's value of it, in the factor's unit; null if unknown.</param>
/// <param name="Percentile">Share of the others that are worse, from 0 to 1; null if the value is unknown.</param>
/// <param name="Weight">Its weight in the grade, as a share of all weights of the model.</param>
/// <param name="Contribution">What it adds to the grade: 100 × percentile × weight ÷ coverage; null if unknown, without a grade, or if a model server made it.</param>
public sealed record GradeInputResponse(
    string Factor, FactorDirection Direction, double? Value, double? Percentile, double Weight, double? Contribution)
{
    internal static GradeInputResponse From(ModelGrades grades, GradeInput input, double percentile, double weight, int place) => new(
        input.Factor,
        input.Direction,
        GradeResponse.Known(grades.Columns[input.Factor][place]),
        GradeResponse.Known(percentile),
        weight,
        double.IsNaN(grades.Grades[place]) || !grades.IsOfFormula(place) ? null : GradeResponse.Known(100 * percentile * weight / grades.Coverages[place]));
}

/// <summary>The grade of an asset on a day of the past: the last one of that day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Grade">0 to 100, the more the better.</param>
/// <param name="Letter"><c>A</c> from 75, <c>B</c> from 60, <c>C</c> from 45, <c>D</c> from 30, else <c>F</c>.</param>
/// <param name="Coverage">Share of the weights whose inputs were known, above 0 to 1.</param>
/// <param name="SubScores">The sub-scores that were known, 0 to 100.</param>
/// <param name="MadeBy">What made the grade.</param>
/// <param name="ComputedAt">When the snapshot that it rests on was built, by our clock.</param>
public sealed record PastGradeResponse(
    DateOnly Day,
    double Grade,
    string Letter,
    double Coverage,
    IReadOnlyDictionary<string, double> SubScores,
    GradeMaker MadeBy,
    DateTimeOffset ComputedAt)
{
    internal static PastGradeResponse From(StoredGrade stored) => new(
        DateOnly.FromDateTime(stored.Day.UtcDateTime),
        stored.Grade,
        GradeLetter.Of(stored.Grade),
        stored.Coverage,
        Enum.GetValues<SubScoreName>()
            .Where(name => stored.SubScores[(int)name] is not null)
            .ToDictionary(GradeResponse.NameOf, name => stored.SubScores[(int)name]!.Value),
        new GradeMaker(stored.MadeBy.Model, stored.MadeBy.Version, null),
        stored.ComputedAt);
}
