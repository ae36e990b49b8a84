using System.Text.Json;
using MarketData.Assets;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Named;
using MarketData.Ranking.Queue;

namespace MarketData.Analysis;

internal static class ComparisonEndpoints
{
    private const int MaxIds = 20;
    private const int MaxFactors = 32;

    private const string OnTheQueue =
        "Computed by workers behind the queue of rankings: in line if it is done within the time that you are willing to wait (header `Prefer: wait=N` in seconds, at most 30; without it 2), else 202 with the address of the job in `Location`.";

    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, 50, 10, "Most assets to give.");

    private static readonly QueryParameter<IReadOnlyList<string>> Ids = Parameter.List(
        "ids", MaxIds, "Assets by id, joined by commas.", "bitcoin,ethereum", required: true);

    private static readonly QueryParameter<IReadOnlyList<string>> Factors = Parameter.List(
        "factors", MaxFactors, $"Factors of GET /v1/factors, joined by commas. Default: {string.Join(", ", Comparison.DefaultFactors)}.", "volatility_30d,turnover");

    public static void MapComparison(this RouteGroupBuilder group)
    {
        group.MapGet("/assets/{id}/similar", GetSimilarAsync)
            .WithName("GetSimilar")
            .WithSummary("The assets that are most alike one asset, within its categories.")
            .WithDescription("By a published distance over standardised factors, with what each factor adds to it. " + OnTheQueue)
            .WithPath(PathParameter.AssetId)
            .WithQuery(Limit)
            .Produces<Answer<SimilarAssetsResponse>>(StatusCodes.Status200OK, "application/json")
            .Produces<JobResponse>(StatusCodes.Status202Accepted, "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/compare", GetComparisonAsync)
            .WithName("GetComparison")
            .WithSummary("Up to 20 assets side by side: figures, factors, and where each stands among all.")
            .WithDescription("Amounts are in US dollars. " + OnTheQueue)
            .WithQuery(Ids, Factors)
            .Produces<ComparisonResponse>(StatusCodes.Status200OK, "application/json")
            .Produces<JobResponse>(StatusCodes.Status202Accepted, "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> GetSimilarAsync(
        string id, HttpContext context, RequestQuery query, RankingBoards boards, RankQueue queue, JobWaiter waiter, CancellationToken cancellationToken)
    {
        if (await boards.FindAsync(cancellationToken) is not { Columns: var columns } board)
        {
            return ApiProblem.NotReady();
        }

        if (columns.Snapshot.Find(id) is not { } row)
        {
            return ApiProblem.UnknownAsset(id);
        }

        var limit = query.Get(Limit);
        var submission = queue.Submit(JobClass.Custom, $"{board.Version}|similar|{row}|{limit}", (_, token) => Encode(new Answer<SimilarAssetsResponse>(
            Similarity.Find(columns, row, limit, token), AnswerMeta.Of(columns.Snapshot, Currency.UsDollar.Code))));
        return await waiter.AnswerAsync(submission, context, cancellationToken);
    }

    private static async Task<IResult> GetComparisonAsync(
        HttpContext context, RequestQuery query, RankingBoards boards, RankQueue queue, JobWaiter waiter, CancellationToken cancellationToken)
    {
        var factors = query.Get(Factors) is { Count: > 0 } named ? named : Comparison.DefaultFactors;
        if (factors.FirstOrDefault(factor => FactorCatalog.Find(factor) is null) is { } unknown)
        {
            return ApiProblem.BadParameter(Factors.Name, "invalid_parameter", $"There is no factor '{unknown}'.", "Names of GET /v1/factors.");
        }

        if (await boards.FindAsync(cancellationToken) is not { Columns: var columns } board)
        {
            return ApiProblem.NotReady();
        }

        var ids = query.Get(Ids);
        var submission = queue.Submit(
            JobClass.Custom,
            $"{board.Version}|compare|{string.Join(',', ids)}|{string.Join(',', factors)}",
            (worker, token) => Encode(Comparison.Of(columns, AssetSelection.Of(ids, [], columns.Snapshot), factors, worker, token)));
        return await waiter.AnswerAsync(submission, context, cancellationToken);
    }

    private static byte[] Encode<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.TypeInfo<T>(NumberFormat.Full));
}
