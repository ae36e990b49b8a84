using System.Globalization;
using MarketData.Access;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Streaming;

internal static class StreamEndpoints
{
    public static RouteGroupBuilder MapStreams(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1", "Streams");
        group.RequireScope(AccessScopes.Stream).DisableRequestTimeout();

        group.MapGet("/stream", GetStream)
            .WithName("GetStream")
            .WithSummary("Latest figures as they change, as Server-Sent Events.")
            .WithDescription("First a snapshot of the assets asked for, then an update with those that changed whenever new data is published. Each asset in an update is whole, so the newest one replaces what the client has; a slow reader is given the newest values alone, and told how many it missed. With Last-Event-ID the stream goes on where it broke off, or begins anew and says so.")
            .WithQuery(StreamQuery.Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        group.MapGet("/ws", GetWebSocket)
            .WithName("GetWebSocket")
            .WithSummary("The same over a WebSocket, with several subscriptions on one connection.")
            .WithDescription("The client sends subscribe and unsubscribe, each with an id of its own; every message of the service names the id that it is of. The handshake is answered with 101; messages have the form that is given under 200. With parameters the connection begins with one subscription, whose id is empty.")
            .WithQuery(StreamQuery.Parameters)
            .Produces<StreamMessage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status426UpgradeRequired);

        return group;
    }

    private static Results<EventStream, ApiProblem> GetStream(RequestQuery query, HttpRequest request, SnapshotHolder holder)
    {
        if (StreamQuery.Read(query, holder.Required, out var problem) is not { } asked)
        {
            return problem!;
        }

        // One that is none of ours cannot be gone on from either: then the stream begins anew, as it does after an id that is too old.
        long? lastEventId = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } text
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0
            : null;
        return new EventStream(asked, lastEventId);
    }

    private static Results<WebSocketStream, ApiProblem> GetWebSocket(RequestQuery query, HttpContext context, SnapshotHolder holder)
    {
        if (StreamQuery.Read(query, holder.Required, out var problem) is not { } asked)
        {
            return problem!;
        }

        return context.WebSockets.IsWebSocketRequest
            ? new WebSocketStream(StreamQuery.Parameters.Any(query.Has) ? asked : null)
            : NotAWebSocket(context);
    }

    private static ApiProblem NotAWebSocket(HttpContext context)
    {
        context.Response.Headers.Upgrade = "websocket";
        return new ApiProblem(
            StatusCodes.Status426UpgradeRequired, "websocket_required", "This endpoint speaks WebSocket. GET /v1/stream gives the same over plain HTTP.");
    }
}
