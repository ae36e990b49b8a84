using System.Globalization;
using System.Text.Json;
using MarketData.Assets;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Ranking.Queue;
using MarketData.Signals.Models;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Signals.Grades;

internal static class GradesEndpoints
{
    /// <summary>Grades of assets, now and on days of the past, and the models that give them.</summary>
    public static void MapGrades(this IEndpointRouteBuilder routes)
    {
        routes.MapSnapshotGroup("/v1/grades", "Grades").MapGet("", GetGradesAsync)
            .WithName("GetGrades")
            .WithSummary("The grades of assets by a model, filtered, sorted and in pages.")
            .WithDescription("""
                Computed once for each snapshot by a published formula: see GET /v1/models. Best first unless sorted otherwise. With weights of your own the grades are computed behind the queue of rankings: the answer is 202 with the address of a job if it is not there within the time that you are willing to wait (header `Prefer: wait=N` in seconds, at most 30; without it 2).
                """)
            .WithQuery(GradesQuery.Parameters)
            .Produces<GradesResponse>(StatusCodes.Status200OK, "application/json")
            .Produces<JobResponse>(StatusCodes.Status202Accepted, "application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var asset = routes.MapSnapshotGroup("/v1/assets/{id}/grades", "Grades");

        asset.MapGet("", GetAssetGradesAsync)
            .WithName("GetAssetGrades")
            .WithSummary("The grades of one asset with every sub-score, input and contribution.")
            .WithDescription("By the newest version of every model, or by the model asked for. The contributions of a grade add up to it.")
            .WithPath(PathParameter.AssetId)
            .WithQuery(GradesQuery.Model, GradesQuery.Weights)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        asset.MapGet("/history", GetGradeHistoryAsync)
            .WithName("GetGradeHistory")
            .WithSummary("The grades that a model gave one asset, the last of each day, oldest first.")
            .WithDescription("As they were given, by the version that gave them. With from, the first days from there on, and next where there are more; without it, the newest before to. A day without a grade is left out.")
            .WithPath(PathParameter.AssetId)
            .WithQuery(GradesQuery.Model, HistoryParameters.From, HistoryParameters.To, HistoryParameters.Limit)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes.MapModels();
    }

    private static async Task<IResult> GetGradesAsync(
        RequestQuery query,
        HttpContext context,
        GradeBoards boards,
        GradeModelCatalog models,
        RankQueue queue,
        JobWaiter waiter,
        CancellationToken cancellationToken)
    {
        if (await boards.FindAsync(cancellationToken) is not { } board)
        {
            return ApiProblem.NotReady();
        }

        if (GradesQuery.FindModel(query, models, out var problem) is not { } model || (problem = GradesQuery.WeightsProblem(query, model)) is not null)
        {
            return problem!;
        }

        if (board.Of(model) is not { } grades)
        {
            return NotAsked(model);
        }

        if (GradesQuery.Read(query, grades.Columns.Snapshot, out problem) is not { } list)
        {
            return problem!;
        }

        if (query.Get(GradesQuery.Weights) is { } weights)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{board.Version}|grades|{query.Normalised()}");
            return await waiter.AnswerAsync(
                queue.Submit(JobClass.Custom, key, (_, _) => Encode(GradePage.Of(grades.Weighted(weights), list, weightsAreYours: true))), context, cancellationToken);
        }

        var page = GradePage.Of(grades, list, weightsAreYours: false);
        if (page.Next is { } next)
        {
            context.Response.Headers.Link = AssetPage.LinkTo(context.Request, next);
        }

        return new JsonAnswer<GradesResponse>(page);
    }

    private static async Task<Results<JsonAnswer<Answer<AssetGradesResponse>>, ApiProblem>> GetAssetGradesAsync(
        string id, RequestQuery query, GradeBoards boards, GradeModelCatalog models, CancellationToken cancellationToken)
    {
        if (await boards.FindAsync(cancellationToken) is not { Columns: var columns } board)
        {
            return ApiProblem.NotReady();
        }

        if (columns.Snapshot.Find(id) is not { } row)
        {
            return ApiProblem.UnknownAsset(id);
        }

        if (GradesQuery.FindModel(query, models, out var problem) is not { } model || (problem = GradesQuery.WeightsProblem(query, model)) is not null)
        {
            return problem!;
        }

        if (query.Has(GradesQuery.Model) && board.Of(model) is null)
        {
            return NotAsked(model);
        }

        var slug = columns.Snapshot.Rows[row].Asset.Slug;
        var asked = query.Has(GradesQuery.Model) || query.Has(GradesQuery.Weights) ? [model] : models.Newest;
        return new JsonAnswer<Answer<AssetGradesResponse>>(new Answer<AssetGradesResponse>(
            new AssetGradesResponse(slug, [.. asked.Select(board.Of).OfType<ModelGrades>().SelectMany(grades => GradeOf(slug, grades, query))]),
            AnswerMeta.Of(columns.Snapshot, null)));
    }

    /// <summary>Grades of a server may be of the snapshot before, in which the asset has another place, or none.</summary>
    private static IEnumerable<AssetGradeResponse> GradeOf(string slug, ModelGrades grades, RequestQuery query)
    {
        if (grades.Columns.Snapshot.Find(slug) is { } row)
        {
            var weighted = query.Get(GradesQuery.Weights) is { } weights ? grades.Weighted(weights) : grades;
            yield return AssetGradeResponse.From(weighted, Array.IndexOf(grades.Columns.Rows, row));
        }
    }

    private static async Task<Results<CachedJsonAnswer<HistoryPage<PastGradeResponse>>, ApiProblem>> GetGradeHistoryAsync(
        string id,
        RequestQuery query,
        HttpContext context,
        SnapshotHolder holder,
        GradeModelCatalog models,
        IGradeStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (HistoryRequest.ReadOfAsset(
                id, query, HistoryParameters.From, holder.Required, time.GetUtcNow(), out var assetId, out var problem) is not { } request
            || GradesQuery.FindModel(query, models, out problem) is not { } model)
        {
            return problem!;
        }

        var limit = query.Get(HistoryParameters.Limit);
        var source = GradeSource.Of(model);
        var link = new HistoryLink(context.Request);
        return new CachedJsonAnswer<HistoryPage<PastGradeResponse>>(request.Format, request.FreshUntil, async token =>
        {
            var from = request.From ?? await store.FindStartAsync(assetId, source, request.To, limit, token) ?? request.To;
            var found = await store.ReadAsync(assetId, source, from, request.To, limit + 1, token);
            var page = found.Take(limit).ToList();
            DateTimeOffset? next = found.Count > limit ? found[limit].Day : null;
            return new FoundAnswer<HistoryPage<PastGradeResponse>>(
                new HistoryPage<PastGradeResponse>(
                    [.. page.Select(PastGradeResponse.From)],
                    HistoryMeta.Of(request, null, page.Select(grade => grade.Source)) with { Currency = null },
                    next),
                page.Count == 0,
                link.To(next));
        });
    }

    private static ApiProblem NotAsked(GradeModel model) =>
        new(StatusCodes.Status503ServiceUnavailable, "not_ready", $"The model server {model.Name} has not been asked yet.") { RetryAfterSeconds = 5 };

    private static byte[] Encode(GradesResponse page) => JsonSerializer.SerializeToUtf8Bytes(page, ApiJson.TypeInfo<GradesResponse>(NumberFormat.Full));
}
