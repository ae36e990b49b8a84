using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.Assets;

internal static class IdentityEndpoints
{
    public static RouteGroupBuilder MapIdentity(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/identity", "Assets");

        group.MapGet("/collisions", GetCollisions)
            .WithName("GetIdentityCollisions")
            .WithSummary("Assets of providers that could have been several of ours and were kept apart.")
            .WithDescription("Assets of different providers are brought together by a table of ids, else by symbol and name when exactly one answers to both; never by symbol alone. What is ambiguous stays an asset of its own and is listed here.");

        return group;
    }

    private static SnapshotAnswer<Answer<IReadOnlyList<IdentityCollision>>> GetCollisions(SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return SnapshotAnswer.Of(snapshot, snapshot.Collisions, null);
    }
}
