using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Markets;

internal static class GlobalEndpoints
{
    public static RouteGroupBuilder MapGlobal(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/global", "Global");

        group.MapGet("/", GetGlobal)
            .WithName("GetGlobal")
            .WithSummary("The market as a whole: totals, dominance, counts, and the fear and greed index.")
            .WithDescription("Sums are over the assets that this service knows.")
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        return group;
    }

    private static Results<SnapshotAnswer<Answer<GlobalResponse>>, ApiProblem> GetGlobal(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        return SnapshotAnswer.Of(snapshot, GlobalResponse.From(snapshot, currency, format), currency.Code, format);
    }
}
