using System.Collections.Concurrent;
using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;
using MarketData.Snapshots;

namespace MarketData.Signals.Grades;

/// <summary>
/// The grades that a model gives the assets of a snapshot, by place in the columns of factors; NaN is unknown. Unknown inputs lower the
/// coverage and never count as 0: a grade is the mean of what is known. Immutable.
/// </summary>
internal sealed class ModelGrades
{
    private readonly ConcurrentDictionary<(GradeSort Sort, bool Descending), int[]> _orders = [];

    private readonly IReadOnlyList<MadeGrade?>? _made;

    private ModelGrades(GradeModel model, ModelGrades formula, IReadOnlyList<MadeGrade?> made)
    {
        Model = model;
        Columns = formula.Columns;
        SubScores = formula.SubScores;
        Coverages = formula.Coverages;
        Grades = [.. made.Select(one => one?.Grade ?? double.NaN)];
        _made = made;
    }

    private ModelGrades(GradeModel model, FactorColumns columns, IReadOnlyList<SubScoreColumns> subScores)
    {
        Model = model;
        Columns = columns;
        SubScores = subScores;
        Grades = SubScoreColumns.Unknown(columns.Count);
        Coverages = new double[columns.Count];
        var weights = subScores.Sum(score => score.Model.Weight);
        for (var place = 0; place < columns.Count; place++)
        {
            double sum = 0, known = 0;
            foreach (var score in subScores)
            {
                if (score.Coverages[place] > 0)
                {
                    sum += score.Model.Weight * score.Coverages[place] * score.Scores[place];
                    known += score.Model.Weight * score.Coverages[place];
                }
            }

            Coverages[place] = known / weights;
            Grades[place] = Coverages[place] >= model.MinCoverage ? sum / known : double.NaN;
        }
    }

    public GradeModel Model { get; }

    public FactorColumns Columns { get; }

    public IReadOnlyList<SubScoreColumns> SubScores { get; }

    /// <summary>Grade from 0 to 100.</summary>
    public double[] Grades { get; }

    /// <summary>Share of the weights whose inputs are known, from 0 to 1.</summary>
    public double[] Coverages { get; }

    /// <summary>Grades the assets whose price is known and fresh.</summary>
    public static ModelGrades Compute(FactorColumns columns, GradeModel model, RankScratch scratch, CancellationToken cancellationToken)
    {
        var universe = Ranker.UniverseOf(columns, new RankingFilter());
        var subScores = new List<SubScoreColumns>(model.SubScores.Count);
        foreach (var score in model.SubScores)
        {
            cancellationToken.ThrowIfCancellationRequested();
            subScores.Add(SubScoreColumns.Compute(columns, score, universe, scratch));
        }

        return new ModelGrades(model, columns, subScores);
    }

    /// <summary>The same sub-scores under other weights; those that are not named are left out.</summary>
    public ModelGrades Weighted(IReadOnlyDictionary<SubScoreName, double> weights)
    {
        var model = Model.WithWeights(weights);
        return new ModelGrades(
            model, Columns, [.. model.SubScores.Select(score => SubScores.Single(column => column.Model.Name == score.Name) with { Model = score })]);
    }

    /// <summary>The same inputs as a model server grades them.</summary>
    /// <param name="model">The server's model.</param>
    /// <param name="made">Grades by place; null where there is none.</param>
    public ModelGrades GradedBy(GradeModel model, IReadOnlyList<MadeGrade?> made) => new(model, this, made);

    /// <summary>The inputs of the asset at a place, in the order of the model's file: percentiles from 0 to 1, NaN if unknown.</summary>
    public double[] InputsOf(int place) => [.. SubScores.SelectMany(score => score.Percentiles.Select(input => input[place]))];

    /// <summary>The grade of the asset at a place with what made it.</summary>
    public MadeGrade MadeAt(int place) => _made?[place] ?? new MadeGrade(Grades[place], GradeSource.Of(Model), null);

    /// <summary>Whether a formula made the grade at a place, so that its contributions add up to it.</summary>
    public bool IsOfFormula(int place) => _made is null || MadeAt(place).Fallback is not null;

    /// <summary>Each sub-score of the asset at a place, in the order of <see cref="SubScoreName"/>; null if unknown, or not part of the model.</summary>
    public IReadOnlyList<double?> SubScoresOf(int place) =>
        [.. Enum.GetValues<SubScoreName>().Select(name => ScoreOf(name, place) is var score && double.IsNaN(score) ? (double?)null : score)];

    /// <summary>Why the asset at a place has no grade; null if it has one.</summary>
    public GradeGap? GapOf(int place) => Columns.RowAt(place).Quote switch
    {
        null => GradeGap.NoPrice,
        { Stale: true } => GradeGap.Stale,
        _ => double.IsNaN(Grades[place]) ? GradeGap.LowCoverage : null,
    };

    /// <summary>What the asset at a place is sorted by; NaN if unknown.</summary>
    public double KeyOf(GradeSort sort, int place) => sort switch
    {
        { SubScore: { } name } => ScoreOf(name, place),
        { Field: GradeField.Coverage } => Coverages[place],
        { Field: GradeField.MarketCap } => Columns.Snapshot.Columns[MarketField.MarketCap][Columns.Rows[place]],
        _ => Grades[place],
    };

    /// <summary>Places in order; unknown comes last either way, and equals stand in the order of their ids. Sorted once, when it is first asked for.</summary>
    public int[] Order(GradeSort sort, bool descending) => _orders.GetOrAdd((sort, descending), key =>
    {
        var keys = Enumerable.Range(0, Columns.Count).Select(place => KeyOf(key.Sort, place)).ToArray();
        var order = new int[keys.Length];
        var known = RadixOrder.Sort(keys, key.Descending, order, new RankScratch());
        foreach (var place in Enumerable.Range(0, keys.Length).Where(place => double.IsNaN(keys[place])))
        {
            order[known++] = place;
        }

        return order;
    });

    private double ScoreOf(SubScoreName name, int place) =>
        SubScores.FirstOrDefault(score => score.Model.Name == name)?.Scores[place] ?? double.NaN;
}

/// <summary>What grades are sorted by: a sub-score, or else a field.</summary>
internal readonly record struct GradeSort(GradeField Field, SubScoreName? SubScore = null);

/// <summary>What grades are sorted by, sub-scores aside.</summary>
internal enum GradeField
{
    Grade = 0,
    Coverage,
    MarketCap,
}

/// <summary>Why there is no grade.</summary>
public enum GradeGap
{
    /// <summary>No enabled source gives a price.</summary>
    NoPrice = 0,

    /// <summary>The figures are older than the limit.</summary>
    Stale,

    /// <summary>Too few of the model's inputs are known.</summary>
    LowCoverage,
}
