using System.Globalization;
using MarketData.Access;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MarketData.Ingestion.Backfill;

internal static class BackfillsEndpoints
{
    private const string Path = "/v1/admin/backfills";
    private const int MaxJobs = 100;
    private const int MaxBodyBytes = 256 * 1024;

    private static readonly PathParameter JobId = new("id", "Number of the job.", "1");

    public static RouteGroupBuilder MapBackfills(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).WithTags("Administration").WithMetadata(QueryContract.Empty).RequireScope(AccessScopes.Admin);

        group.MapPost("/", CreateAsync)
            .WithName("CreateBackfill")
            .WithSummary("Fetches the past of assets from a source.")
            .WithDescription("The job goes on by itself, also over a restart, within the source's budget. Unknown ids are refused before anything "
                + "is asked of the source. If a job for the same runs already, it is given with status 200.")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Accepts<BackfillRequest>("application/json")
            .Produces<BackfillResponse>()
            .Produces<BackfillResponse>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/", ListAsync)
            .WithName("GetBackfills")
            .WithSummary("The jobs that fetched the past, newest first.")
            .WithDescription($"At most {MaxJobs}, each with how far it is.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/{id}", GetAsync)
            .WithName("GetBackfill")
            .WithSummary("A job: what is done of how much, its rate, when it will be done, and what failed.")
            .WithDescription("What is stored is there for good: a job goes on where it stood, whatever is restarted.")
            .WithPath(JobId)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapDelete("/{id}", CancelAsync)
            .WithName("CancelBackfill")
            .WithSummary("Cancels a job. What it has stored stays.")
            .WithDescription("A job that has ended stays as it is. To go on later, make one for the same: rows that are there are written once.")
            .WithPath(JobId)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        return group;
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        BackfillPlanner planner,
        IBackfillStore store,
        BackfillReport report,
        BackfillSignal signal,
        SnapshotHolder snapshots,
        AccessStore access,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync<BackfillRequest>(context.Request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (snapshots.Current is not { } snapshot)
        {
            return ApiProblem.NotReady();
        }

        var (planned, problem) = planner.Plan(body, snapshot);
        if (planned is null)
        {
            return problem!;
        }

        var (job, isNew) = await store.CreateAsync(planned, time.GetUtcNow(), cancellationToken);
        if (isNew)
        {
            var detail = $"{planned.Source} {planned.Interval.Name()}, {planned.Assets.Count} assets";
            await access.RecordAsync(context.Actor().Did("backfill.create", Target(job.Id), detail, time.GetUtcNow()), cancellationToken);
        }

        signal.WakeAll();
        context.Response.StatusCode = isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        context.Response.Headers.Location = $"{Path}/{job.Id}";
        return new JsonAnswer<BackfillResponse>(await report.OfAsync(job, cancellationToken));
    }

    private static async Task<JsonAnswer<BackfillsResponse>> ListAsync(
        IBackfillStore store, BackfillReport report, CancellationToken cancellationToken)
    {
        var jobs = new List<BackfillResponse>();
        foreach (var job in await store.ListAsync(MaxJobs, cancellationToken))
        {
            jobs.Add(await report.OfAsync(job, cancellationToken));
        }

        return new JsonAnswer<BackfillsResponse>(new BackfillsResponse(jobs));
    }

    private static async Task<Results<JsonAnswer<BackfillResponse>, ApiProblem>> GetAsync(
        string id, IBackfillStore store, BackfillReport report, CancellationToken cancellationToken) =>
        await AnswerAsync(id, store.FindAsync, report, cancellationToken);

    private static Task<Results<JsonAnswer<BackfillResponse>, ApiProblem>> CancelAsync(
        string id,
        HttpContext context,
        IBackfillStore store,
        BackfillReport report,
        AccessStore access,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        AnswerAsync(
            id,
            async (number, token) =>
            {
                var job = await store.CancelAsync(number, time.GetUtcNow(), token);
                if (job is not null)
                {
                    await access.RecordAsync(context.Actor().Did("backfill.cancel", Target(number), job.Source, time.GetUtcNow()), token);
                }

                return job;
            },
            report,
            cancellationToken);

    private static string Target(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static async Task<Results<JsonAnswer<BackfillResponse>, ApiProblem>> AnswerAsync(
        string id, Func<long, CancellationToken, Task<BackfillJob?>> find, BackfillReport report, CancellationToken cancellationToken)
    {
        var job = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? await find(number, cancellationToken) : null;
        return job is null
            ? new ApiProblem(StatusCodes.Status404NotFound, "unknown_backfill", $"There is no such backfill. GET {Path} lists them.")
            : new JsonAnswer<BackfillResponse>(await report.OfAsync(job, cancellationToken));
    }
}
