using System.Globalization;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using Microsoft.Extensions.Options;

namespace MarketData.Ranking.Queue;

/// <summary>Answers a request whose work is on the queue: in line if it is done in time, else with the address of the job.</summary>
internal sealed class JobWaiter(RankQueue queue, IOptions<RankingOptions> options, TimeProvider time)
{
    /// <summary>Longer ones would outlive the patience of proxies.</summary>
    private const int MaxWaitSeconds = 30;

    public async Task<IResult> AnswerAsync(Submission submission, HttpContext context, CancellationToken cancellationToken)
    {
        if (submission.Result is { } known)
        {
            return new EncodedAnswer(known);
        }

        if (submission.Refusal is { } refusal)
        {
            return refusal.Reason == RefusalReason.Full
                ? Refused("queue_full", "As many computations wait as may. Ask again later, or for a ranking that GET /v1/rankings lists.", refusal.RetryAfterSeconds)
                : ShuttingDown(refusal.RetryAfterSeconds);
        }

        var ticket = submission.Ticket!;
        var wait = WaitOf(context.Request);
        try
        {
            var result = await ticket.Job.Ended.Task.WaitAsync(wait, time, cancellationToken);
            return result is not null ? new EncodedAnswer(result) : Failed(queue.StatusOf(ticket));
        }
        catch (TimeoutException)
        {
            queue.HandOut(ticket);
            return new AcceptedJob(JobResponse.From(ticket, queue.StatusOf(ticket)), wait);
        }
        catch (OperationCanceledException)
        {
            queue.GiveUp(ticket);
            throw;
        }
    }

    /// <summary>Seconds to wait by RFC 7240; what cannot be read is as if it were not there.</summary>
    private TimeSpan WaitOf(HttpRequest request)
    {
        foreach (var preference in request.Headers.GetCommaSeparatedValues("Prefer").SelectMany(value => value.Split(';', StringSplitOptions.TrimEntries)))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is [var name, var value]
                && name.Equals("wait", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(value.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                return TimeSpan.FromSeconds(Math.Min(seconds, MaxWaitSeconds));
            }
        }

        return options.Value.DefaultWait;
    }

    private static ApiProblem Failed(JobStatus status) => status.Failure switch
    {
        JobFailure.ShuttingDown => ShuttingDown(1),
        JobFailure.GivenUp => Refused("given_up", "The computation was cancelled. Ask again.", 1),
        _ => ApiProblem.ForStatus(StatusCodes.Status500InternalServerError),
    };

    private static ApiProblem ShuttingDown(int retryAfterSeconds) =>
        Refused("shutting_down", "The service is stopping. Ask again; another one, or this one restarted, answers.", retryAfterSeconds);

    private static ApiProblem Refused(string code, string detail, int retryAfterSeconds) =>
        new(StatusCodes.Status503ServiceUnavailable, code, detail) { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>A 202 with the address of the job.</summary>
    private sealed class AcceptedJob(JobResponse job, TimeSpan waited) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            httpContext.Response.StatusCode = StatusCodes.Status202Accepted;
            headers.Location = $"{JobsEndpoints.Path}/{job.Id}";
            headers["Preference-Applied"] = $"wait={(int)waited.TotalSeconds}";
            headers.CacheControl = "no-store";
            return new JsonAnswer<JobResponse>(job).ExecuteAsync(httpContext);
        }
    }
}
