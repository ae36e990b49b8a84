using MarketData.Hosting.Problems;

namespace MarketData.Hosting.Queries;

/// <summary>Reads the query by the endpoint's contract, before the endpoint runs, and refuses one that does not fit.</summary>
internal sealed class QueryContractMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryContract>() is not { } contract)
        {
            return next(context);
        }

        var (query, problems) = RequestQuery.Read(contract, context.Request.Query);
        if (problems.Count > 0)
        {
            return ApiProblem.BadParameters(problems).ExecuteAsync(context);
        }

        context.Features.Set(query);
        return next(context);
    }
}
