using MarketData.Signals.Grades;

namespace MarketData.Signals.Models;

/// <summary>The published formula of a model: the mean of the inputs that are known, by their weights.</summary>
internal sealed class FormulaModel : IGradeModel
{
    private readonly double[] _weights;

    public FormulaModel(GradeModel model)
    {
        Source = GradeSource.Of(model);
        _weights = [.. model.SubScores.SelectMany(score => score.Inputs.Select(input => score.Weight * input.Weight / score.Inputs.Sum(other => other.Weight)))];
    }

    public GradeSource Source { get; }

    public Task<IReadOnlyList<double>> GradeAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<double>>([.. rows.Select(GradeOf)]);

    private double GradeOf(double[] row)
    {
        double sum = 0, known = 0;
        for (var input = 0; input < row.Length; input++)
        {
            if (!double.IsNaN(row[input]))
            {
                sum += _weights[input] * row[input];
                known += _weights[input];
            }
        }

        return 100 * sum / known;
    }
}
