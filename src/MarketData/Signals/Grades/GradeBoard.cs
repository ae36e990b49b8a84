using MarketData.Ranking.Factors;
using MarketData.Ranking.Queue;
using MarketData.Signals.Models;

namespace MarketData.Signals.Grades;

/// <summary>What every model says of one snapshot. Immutable, swapped whole.</summary>
/// <param name="Columns">The factors of the snapshot.</param>
/// <param name="Models">The grades of each model, in the order of the catalog.</param>
internal sealed record GradeBoard(FactorColumns Columns, IReadOnlyList<ModelGrades> Models)
{
    /// <summary>Version of the snapshot.</summary>
    public long Version => Columns.Snapshot.Version;

    /// <summary>Computes the grades of every model.</summary>
    public static GradeBoard Compute(
        FactorColumns columns, IReadOnlyList<GradeModel> models, WorkerContext context, CancellationToken cancellationToken)
    {
        var graded = new List<ModelGrades>(models.Count);
        foreach (var model in models)
        {
            graded.Add(ModelGrades.Compute(columns, model, context.Scratch, cancellationToken));
            context.Report((double)graded.Count / models.Count);
        }

        return new GradeBoard(columns, graded);
    }

    /// <summary>The grades of a model.</summary>
    public ModelGrades Of(GradeModel model) => Models.Single(grades => grades.Model.Id == model.Id);

    /// <summary>The grades to be kept, as those of the UTC day on which the snapshot was built.</summary>
    public IReadOnlyList<StoredGrade> ToStored() => [.. Models.SelectMany(ToStored)];

    private IEnumerable<StoredGrade> ToStored(ModelGrades grades)
    {
        var builtAt = Columns.Snapshot.BuiltAt;
        var day = new DateTimeOffset(builtAt.UtcDateTime.Date, TimeSpan.Zero);
        var madeBy = GradeSource.Of(grades.Model);
        for (var place = 0; place < Columns.Count; place++)
        {
            if (!double.IsNaN(grades.Grades[place]))
            {
                var row = Columns.RowAt(place);
                yield return new StoredGrade(
                    row.Asset.Id,
                    madeBy,
                    day,
                    grades.Grades[place],
                    grades.Coverages[place],
                    grades.SubScoresOf(place),
                    builtAt,
                    string.Join(',', row.Quote!.Sources.Order(StringComparer.Ordinal)));
            }
        }
    }
}

/// <summary>Holds the board that grades are answered from. Reading takes no lock.</summary>
internal sealed class GradeBoardHolder
{
    private volatile GradeBoard? _current;

    /// <summary>The board of the newest snapshot that has one; null until the first is computed.</summary>
    public GradeBoard? Current => _current;

    public void Publish(GradeBoard board) => _current = board;
}
