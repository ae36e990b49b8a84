using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;

namespace MarketData.Hosting.Problems;

/// <summary>Answers 503 where an endpoint needs the database and it is away: asking again later makes sense, and what is wrong is in the log.</summary>
internal sealed class DatabaseExceptionHandler : IExceptionHandler
{
    private const int RetryAfterSeconds = 5;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (DbException or TimeoutException))
        {
            return false;
        }

        await new ApiProblem(StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database cannot be reached. Endpoints that read the latest figures go on.")
        {
            RetryAfterSeconds = RetryAfterSeconds,
        }.ExecuteAsync(httpContext);
        return true;
    }
}
