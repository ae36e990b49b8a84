namespace MarketData.Hosting.Problems;

/// <summary>An error, as RFC 9457 has it.</summary>
public sealed record ProblemResponse
{
    /// <summary>A URN that names the kind of problem; it ends in <c>code</c>.</summary>
    /// <example>urn:marketdata:problem:unknown_asset</example>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    /// <example>Not Found</example>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    /// <example>404</example>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request; null if there is nothing to add.</summary>
    public required string? Detail { get; init; }

    /// <summary>Stable name of the kind of problem, for programs.</summary>
    /// <example>unknown_asset</example>
    public required string Code { get; init; }

    /// <summary>Names this request in the service's logs and traces.</summary>
    public required string TraceId { get; init; }

    /// <summary>The parameters or body fields that are wrong; empty if it is not about them.</summary>
    public required IReadOnlyList<ParameterProblem> Errors { get; init; }
}

/// <summary>A parameter, or a field of the body, that is wrong.</summary>
/// <param name="Parameter">Its name; for a field of the body its path.</param>
/// <param name="Code">Stable name of what is wrong, for programs.</param>
/// <param name="Detail">What is wrong, in a sentence.</param>
/// <param name="Accepts">What it takes.</param>
public sealed record ParameterProblem(string Parameter, string Code, string Detail, string Accepts);
