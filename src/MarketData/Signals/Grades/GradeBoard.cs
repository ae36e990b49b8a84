using MarketData.Ranking.Factors;
using MarketData.Ranking.Queue;
using MarketData.Signals.Models;

namespace MarketData.Signals.Grades;

/// <summary>What every model says of one snapshot. Immutable, swapped whole.</summary>
/// <param name="Columns">The factors of the snapshot.</param>
/// <param name="Formulas">The grades of each built-in model, in the order of the catalog.</param>
/// <param name="Served">The grades of model servers: until they have answered, those of the snapshot before.</param>
internal sealed record GradeBoard(FactorColumns Columns, IReadOnlyList<ModelGrades> Formulas, IReadOnlyList<ModelGrades> Served)
{
    /// <summary>Version of the snapshot.</summary>
    public long Version => Columns.Snapshot.Version;

    /// <summary>Computes the grades of built-in models.</summary>
    public static GradeBoard Compute(
        FactorColumns columns, IReadOnlyList<GradeModel> models, WorkerContext context, CancellationToken cancellationToken)
    {
        var graded = new List<ModelGrades>(models.Count);
        foreach (var model in models)
        {
            graded.Add(ModelGrades.Compute(columns, model, context.Scratch, cancellationToken));
            context.Report((double)graded.Count / models.Count);
        }

        return new GradeBoard(columns, graded, []);
    }

    /// <summary>The grades of a model; null if its server has not answered yet.</summary>
    public ModelGrades? Of(GradeModel model) => Formulas.Concat(Served).FirstOrDefault(grades => grades.Model.Id == model.Id);

    /// <summary>
    /// The grades to be kept, as those of the UTC day on which their snapshot was built. What a formula made in place of a server is kept under the
    /// formula's name alone.
    /// </summary>
    public IReadOnlyList<StoredGrade> ToStored() => [.. Formulas.Concat(Served).SelectMany(ToStored)];

    private static IEnumerable<StoredGrade> ToStored(ModelGrades grades)
    {
        var builtAt = grades.Columns.Snapshot.BuiltAt;
        var day = new DateTimeOffset(builtAt.UtcDateTime.Date, TimeSpan.Zero);
        var madeBy = GradeSource.Of(grades.Model);
        for (var place = 0; place < grades.Columns.Count; place++)
        {
            if (!double.IsNaN(grades.Grades[place]) && grades.MadeAt(place).MadeBy == madeBy)
            {
                var row = grades.Columns.RowAt(place);
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
