using System.Text.Json;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models.Servers;

/// <summary>
/// A model at a server, whatever its protocol. Before the first call, and after each that failed, the server is asked whether it has the
/// model and is ready: one that is being loaded answers that at once, and a call only after its deadline.
/// </summary>
/// <param name="source">Name and version that its grades carry.</param>
/// <param name="inputs">The inputs that it takes, in their order.</param>
internal abstract class ServerModel(GradeSource source, IReadOnlyList<string> inputs) : IGradeModel
{
    /// <summary>What stands for an unknown percentile: a server takes numbers only.</summary>
    protected const double Unknown = 0.5;

    private volatile bool _isReady;

    public GradeSource Source { get; } = source;

    protected IReadOnlyList<string> Inputs { get; } = inputs;

    public async Task<IReadOnlyList<double>> GradeAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken)
    {
        if (!_isReady)
        {
            await CheckAsync(cancellationToken);
        }

        _isReady = false;
        var grades = await InferAsync(rows, cancellationToken);
        _isReady = true;
        return grades;
    }

    /// <summary>Throws unless the server has the model, in the right version and form, and is ready.</summary>
    protected abstract Task CheckAsync(CancellationToken cancellationToken);

    protected abstract Task<IReadOnlyList<double>> InferAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken);

    protected static void WriteRow(Utf8JsonWriter writer, double[] row)
    {
        foreach (var value in row)
        {
            writer.WriteNumberValue(double.IsNaN(value) ? Unknown : value);
        }
    }

    protected static GradeModelException NotReady(string what) => new("not_ready", what);
}
