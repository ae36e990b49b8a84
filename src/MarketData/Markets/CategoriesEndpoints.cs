using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Markets;

internal static class CategoriesEndpoints
{
    public static RouteGroupBuilder MapCategories(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/categories", "Categories");

        group.MapGet("/", GetCategories)
            .WithName("GetCategories")
            .WithSummary("Categories with the sums over their members, greatest market cap first.")
            .WithDescription("The sums are over the members that we know; where a provider gives figures of its own for the category, they stand beside them.")
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/{id}", GetCategory)
            .WithName("GetCategory")
            .WithSummary("One category with its members.")
            .WithDescription("The members' figures: GET /v1/assets?category= with the same id.")
            .WithPath(PathParameter.CategoryId)
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        return group;
    }

    private static Results<SnapshotAnswer<Answer<IReadOnlyList<CategoryResponse>>>, ApiProblem> GetCategories(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        IReadOnlyList<CategoryResponse> categories =
            [.. snapshot.Categories.Select(category => CategoryResponse.From(category, snapshot, currency, format))];
        return SnapshotAnswer.Of(snapshot, categories, currency.Code, format);
    }

    private static Results<SnapshotAnswer<Answer<CategoryDetailResponse>>, ApiProblem> GetCategory(string id, RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (snapshot.FindCategory(id.ToLowerInvariant()) is not { } category)
        {
            return new ApiProblem(StatusCodes.Status404NotFound, "unknown_category", "There is no such category. GET /v1/categories lists them.");
        }

        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        return SnapshotAnswer.Of(snapshot, CategoryDetailResponse.WithMembers(category, snapshot, currency, format), currency.Code, format);
    }
}
