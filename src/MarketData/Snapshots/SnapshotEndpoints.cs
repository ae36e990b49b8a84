using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots.Pages;

namespace MarketData.Snapshots;

/// <summary>What endpoints that read the snapshot share.</summary>
internal static class SnapshotEndpoints
{
    /// <summary>
    /// A group of endpoints that read the snapshot. Before the first one is there they answer 503; a query parameter that an endpoint
    /// does not declare is refused; a page that is kept under another spelling of the query is answered.
    /// </summary>
    public static RouteGroupBuilder MapSnapshotGroup(this IEndpointRouteBuilder routes, string prefix, string tag)
    {
        var group = routes.MapGroup(prefix).WithTags(tag).WithMetadata(QueryContract.Empty).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.AddEndpointFilter((context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<SnapshotHolder>().Current is null
                ? ValueTask.FromResult<object?>(ApiProblem.NotReady())
                : context.HttpContext.FindPage() is { } page ? ValueTask.FromResult<object?>(page) : next(context));
        return group;
    }
}
