using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Named;
using MarketData.Ranking.Queue;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace MarketData.Ranking;

internal static class RankingsEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    private static readonly QueryParameter<string?> Window = Parameter.Text(
        "window", 8, "The window to look back over, where the ranking has a choice. Default 24h.", "24h");

    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, RankingBoard.MaxItems, 100, "Most entries to give.");

    private static readonly QueryParameter<bool> Explain = Parameter.Named(
        "explain",
        new Dictionary<string, bool> { ["true"] = true, ["false"] = false },
        "true",
        true,
        "Whether each entry has its inputs and what each contributed.");

    /// <summary>Rankings, the factors they are made of, and the jobs that compute them.</summary>
    public static void MapRankings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/rankings", "Rankings");

        routes.MapGet("/v1/rankings", GetRankings)
            .WithTags("Rankings")
            .WithMetadata(QueryContract.Empty)
            .WithName("GetRankings")
            .WithSummary("The named rankings, each with its versioned formula.")
            .WithDescription("Each can be asked for as GET /v1/rankings/{name}.");

        group.MapGet("/{name}", GetRankingAsync)
            .WithName("GetRanking")
            .WithSummary("A named ranking, computed once for each snapshot.")
            .WithDescription("Best first, equals by id. Assets whose figures are stale, or of which an input is unknown (where the formula says so), are left out.")
            .WithPath(new PathParameter("name", "Name of the ranking, as GET /v1/rankings lists it.", "gainers"))
            .WithQuery(Window, Limit, Explain)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapPost("/", PostRankingAsync)
            .WithName("PostRanking")
            .WithSummary("A ranking of your own: filters, factors, weights, normalisation.")
            .WithDescription("""
                Computed by workers behind a bounded queue. The answer comes in line if it is there within the time that you are willing to wait (header `Prefer: wait=N` in seconds, at most 30; without it 2), else 202 with the address of the job in `Location`. Equal requests share one computation, and a result is kept as long as its snapshot is the current one. If you hang up, and nobody else waits for it, it is cancelled. 503 with Retry-After when the queue is full.
                """)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .Accepts<CustomRankingRequest>("application/json")
            .Produces<RankingResponse>(StatusCodes.Status200OK, "application/json")
            .Produces<JobResponse>(StatusCodes.Status202Accepted, "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

        routes.MapFactors();
        routes.MapJobs();
    }

    private static JsonAnswer<NamedRankingsResponse> GetRankings(IOptions<RankingOptions> options) =>
        new(NamedRankingsResponse.Of(options.Value.VolumeFloor));

    private static async Task<Results<JsonAnswer<RankingResponse>, ApiProblem>> GetRankingAsync(
        string name, RequestQuery query, RankingBoards boards, CancellationToken cancellationToken)
    {
        var windows = NamedRankings.All.FirstOrDefault(ranking => ranking.Name == name)?.Windows
            ?? (name == CategoryRotation.Name ? CategoryRotation.Windows : null);
        if (windows is null)
        {
            return new ApiProblem(StatusCodes.Status404NotFound, "unknown_ranking", "There is no such ranking. GET /v1/rankings lists them.");
        }

        var window = query.Get(Window) ?? (windows.Count > 0 ? NamedRanking.DefaultWindow : null);
        if (window is not null && !windows.Contains(window))
        {
            return ApiProblem.BadParameter(
                Window.Name, "invalid_parameter", $"{name} has no such window.", windows.Count == 0 ? "This ranking has no windows." : $"One of {string.Join(", ", windows)}.");
        }

        return await boards.FindAsync(cancellationToken) is { } board
            ? new JsonAnswer<RankingResponse>(RankingAnswers.OfNamed(board, name, window, query.Get(Limit), query.Get(Explain)))
            : ApiProblem.NotReady();
    }

    private static async Task<IResult> PostRankingAsync(
        HttpContext context, RankingBoards boards, RankQueue queue, JobWaiter waiter, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync<CustomRankingRequest>(context.Request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (await boards.FindAsync(cancellationToken) is not { } board)
        {
            return ApiProblem.NotReady();
        }

        var (ranking, problem) = CustomRanking.Read(body, board.Columns.Snapshot);
        return ranking is null
            ? problem!
            : await waiter.AnswerAsync(
                queue.Submit(JobClass.Custom, $"{board.Version}|{ranking.Key}", (worker, token) => RankingAnswers.ComputeCustom(board, ranking, worker, token)),
                context,
                cancellationToken);
    }
}
