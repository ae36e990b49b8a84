using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Ranking.Queue;

internal static class JobsEndpoints
{
    public const string Path = "/v1/jobs";

    private static readonly PathParameter Id = new("id", "Id of the job, as the answer that named it gave it.", "9f86d081884c7d659a2feaa0c55ad015");

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).WithTags("Rankings").WithMetadata(QueryContract.Empty);

        group.MapGet("/{id}", GetJob)
            .WithName("GetJob")
            .WithSummary("Where a job stands.")
            .WithDescription("State, place in the queue, progress and, once it is there, the path of the result. Jobs that have ended are forgotten after some minutes.")
            .WithPath(Id)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/{id}/result", GetJobResult)
            .WithName("GetJobResult")
            .WithSummary("The result of a job.")
            .WithDescription("The same answer as the request would have had in line, in the shape of the endpoint that took the job. 409 while there is none, 410 when it was let go to make room.")
            .WithPath(Id)
            .Produces<JsonElement>(StatusCodes.Status200OK, "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone);

        group.MapDelete("/{id}", DeleteJob)
            .WithName("DeleteJob")
            .WithSummary("Gives a job up.")
            .WithDescription("The computation is cancelled if no other request waits for it. A job that has ended stays as it is. Giving up again changes nothing.")
            .WithPath(Id)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<JsonAnswer<JobResponse>, ApiProblem> GetJob(string id, RankQueue queue, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return queue.Find(id) is { } ticket ? AnswerOf(ticket, queue) : UnknownJob();
    }

    private static IResult GetJobResult(string id, RankQueue queue, RankResultCache results)
    {
        if (queue.Find(id) is not { } ticket)
        {
            return UnknownJob();
        }

        if (queue.StatusOf(ticket).State != JobState.Completed)
        {
            return new ApiProblem(StatusCodes.Status409Conflict, "no_result", "The job has no result, or not yet. GET /v1/jobs/{id} says which.");
        }

        return results.Find(ticket.Job.Key) is { } result
            ? new EncodedAnswer(result)
            : new ApiProblem(StatusCodes.Status410Gone, "result_gone", "The result was let go to make room. Ask for it again.");
    }

    private static Results<JsonAnswer<JobResponse>, ApiProblem> DeleteJob(string id, RankQueue queue)
    {
        if (queue.Find(id) is not { } ticket)
        {
            return UnknownJob();
        }

        queue.GiveUp(ticket);
        return AnswerOf(ticket, queue);
    }

    private static JsonAnswer<JobResponse> AnswerOf(RankTicket ticket, RankQueue queue) => new(JobResponse.From(ticket, queue.StatusOf(ticket)));

    private static ApiProblem UnknownJob() =>
        new(StatusCodes.Status404NotFound, "unknown_job", "There is no such job, or no longer.");
}
