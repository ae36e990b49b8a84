using System.Globalization;
using MarketData.Database;
using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Access;

internal static class AuditEndpoints
{
    private static readonly QueryParameter<int> Limit = Parameter.Integer("limit", 1, 500, 100, "Acts on a page.");

    private static readonly QueryParameter<string?> Cursor = Parameter.Text("cursor", 20, "Where to go on: next of the page before.", "1042");

    public static RouteGroupBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/admin/audit").WithTags("Administration").RequireScope(AccessScopes.Admin)
            .WithMetadata(QueryContract.Empty)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/", ListAsync)
            .WithName("GetAudit")
            .WithSummary("What administrators did, newest first.")
            .WithDescription("Each with who did it, from where, and to what. Acts of the command line are in it too.")
            .WithQuery(Limit, Cursor);

        return group;
    }

    /// <summary>Who makes this request, for the audit log.</summary>
    public static Actor Actor(this HttpContext context) =>
        new(context.Features.Get<Caller>()!.Name, context.Connection.RemoteIpAddress?.ToString());

    private static async Task<Results<JsonAnswer<AuditResponse>, ApiProblem>> ListAsync(
        RequestQuery query, AccessStore store, CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        if (query.Get(Cursor) is { } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return ApiProblem.BadParameter("cursor", "invalid_cursor", "The cursor is not one of this list.", "next of the page before.");
        }

        var limit = query.Get(Limit);
        var acts = await store.ReadAuditAsync(before, limit + 1, cancellationToken);
        var page = acts.Take(limit).ToList();
        return new JsonAnswer<AuditResponse>(new AuditResponse(
            [.. page.Select(act => AuditItem.Of(act.Entry))],
            acts.Count > limit ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }
}

/// <summary>Acts of administrators.</summary>
/// <param name="Data">The acts, newest first.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
public sealed record AuditResponse(IReadOnlyList<AuditItem> Data, string? Next);

/// <summary>An act of an administrator.</summary>
/// <param name="At">When, by our clock.</param>
/// <param name="Actor">Who: <c>key:</c> with its id, <c>token:</c> with its subject, or <c>command line</c>.</param>
/// <param name="Address">Address of the caller; null for the command line.</param>
/// <param name="Act">Stable name of what was done, such as <c>key.create</c>.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Detail">In words; never a secret.</param>
public sealed record AuditItem(DateTimeOffset At, string Actor, string? Address, string Act, string Target, string Detail)
{
    internal static AuditItem Of(AuditEntry entry) => new(entry.At, entry.Actor, entry.Address, entry.Act, entry.Target, entry.Detail);
}
