using MarketData.Candles;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Assets;

internal static class AssetsEndpoints
{
    private static readonly QueryParameter<string?> Source = Parameter.Text(
        "source", 32, "The provider whose id the path holds, such as coinpaprika; absent: our id, or any provider's id that only one asset has.", "coingecko");

    public static RouteGroupBuilder MapAssets(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/assets", "Assets");

        group.MapGet("/", GetAssets)
            .WithName("GetAssets")
            .WithSummary("Assets with their latest figures, filtered, sorted and in pages.")
            .WithDescription("Greatest market cap first unless sorted otherwise. A page goes on by its cursor, also over newer snapshots. With ids or symbols nothing is ever cut: what cannot be given is listed with the reason. With as_of, a day of the past.")
            .WithQuery([.. AssetListQuery.Parameters, DayRanking.AsOf])
            .WithMetadata(new OtherAnswerMetadata(typeof(DayRankingResponse)))
            .Produces<AssetPageResponse>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/{id}", GetAsset)
            .WithName("GetAsset")
            .WithSummary("One asset with everything known of it.")
            .WithDescription("By our id, or by another provider's id. Contracts, ids at providers, what each source says, and what the quality gate refused come with it.")
            .WithPath(new PathParameter("id", "Id of the asset; with source the id there, letter case counting, else letter case aside.", "bitcoin"))
            .WithQuery([Source, .. AssetDetailAnswer.Parameters])
            .Produces<Answer<AssetDetailResponse>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/by-contract/{platform}/{address}", GetAssetByContract)
            .WithName("GetAssetByContract")
            .WithSummary("One asset by the address of its contract.")
            .WithDescription("Platforms have CoinGecko's ids, such as ethereum or arbitrum-one. Hexadecimal addresses are taken in either letter case.")
            .WithPath(
                new PathParameter("platform", "Platform by CoinGecko's id.", "ethereum"),
                new PathParameter("address", "Address of the contract.", "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984"))
            .WithQuery(AssetDetailAnswer.Parameters)
            .Produces<Answer<AssetDetailResponse>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static Results<AssetPage, DayRanking, ApiProblem> GetAssets(RequestQuery query, HttpContext context, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (query.Has(DayRanking.AsOf))
        {
            return DayRanking.Read(query, AssetListQuery.Parameters, AssetListQuery.Limit, AssetListQuery.CursorText, context, snapshot, out var refusal) is { } ranking
                ? ranking
                : refusal!;
        }

        return AssetListQuery.Read(query, snapshot, out var problem) is { } list ? AssetPage.Of(snapshot, list) : problem!;
    }

    private static Results<AssetDetailAnswer, ApiProblem> GetAsset(string id, RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        var number = query.Get(Source) is { } source ? snapshot.FindBySourceId(source.ToLowerInvariant(), id) : snapshot.Find(id);
        return Detail(snapshot, number, id, query);
    }

    private static Results<AssetDetailAnswer, ApiProblem> GetAssetByContract(string platform, string address, RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return Detail(snapshot, snapshot.FindByContract(platform, address), $"{platform}/{address}", query);
    }

    private static Results<AssetDetailAnswer, ApiProblem> Detail(MarketSnapshot snapshot, int? number, string asked, RequestQuery query)
    {
        if (number is not { } row)
        {
            return ApiProblem.UnknownAsset(asked);
        }

        return MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem)
            ? new AssetDetailAnswer(snapshot, row, currency, query)
            : problem!;
    }
}
