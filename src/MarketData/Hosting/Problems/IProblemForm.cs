namespace MarketData.Hosting.Problems;

/// <summary>
/// How the errors of an endpoint are written, as endpoint metadata: for surfaces whose clients know the errors of another service.
/// Without it they are written as RFC 9457 has it.
/// </summary>
internal interface IProblemForm
{
    /// <summary>The status that such a client expects of a problem.</summary>
    int StatusOf(ApiProblem problem);

    /// <summary>The body that such a client expects of a problem, as JSON.</summary>
    byte[] Write(ApiProblem problem);

    /// <summary>The form of the body with a status, for the OpenAPI document.</summary>
    Type TypeOf(int status);
}
