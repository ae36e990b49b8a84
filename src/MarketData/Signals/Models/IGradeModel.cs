using MarketData.Signals.Grades;

namespace MarketData.Signals.Models;

/// <summary>What makes grades of inputs: a built-in formula, or a server behind a protocol. Safe for concurrent use.</summary>
internal interface IGradeModel
{
    /// <summary>Name and version that its grades carry.</summary>
    GradeSource Source { get; }

    /// <summary>The grades of some assets, 0 to 100, in their order.</summary>
    /// <param name="rows">Of each asset the percentiles of the inputs, from 0 to 1, in the order of the model's file; NaN is unknown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GradeModelException">No grades, or none that can be believed.</exception>
    Task<IReadOnlyList<double>> GradeAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken);
}

/// <summary>A model gave no grades, or none that can be believed.</summary>
/// <param name="code">Stable name of the reason, such as <c>timeout</c>.</param>
/// <param name="message">What happened; holds nothing of the server's answer.</param>
/// <param name="inner">What caused it.</param>
internal sealed class GradeModelException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable name of the reason.</summary>
    public string Code => code;
}
