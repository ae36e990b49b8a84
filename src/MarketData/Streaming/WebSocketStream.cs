using MarketData.Hosting.Problems;
using MarketData.Hosting.Server;
using Microsoft.Extensions.Options;

namespace MarketData.Streaming;

/// <summary>Takes up a WebSocket and serves it until it ends.</summary>
/// <param name="first">What it follows from the beginning; null for nothing.</param>
internal sealed class WebSocketStream(StreamQuery? first) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        if (!IsFromKnownOrigin(httpContext.Request, services.GetRequiredService<IOptions<ServerOptions>>().Value))
        {
            await new ApiProblem(StatusCodes.Status403Forbidden, "origin_refused", "Pages of this origin may not connect. Server:CorsOrigins names those that may.")
                .ExecuteAsync(httpContext);
            return;
        }

        var streams = services.GetRequiredService<Streams>();
        using var place = streams.TryTakePlace(httpContext, out var problem);
        if (place is null)
        {
            await problem!.ExecuteAsync(httpContext);
            return;
        }

        InlineCompletions.TurnOff(httpContext);
        var options = services.GetRequiredService<IOptions<StreamingOptions>>().Value;
        using var socket = await httpContext.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = options.Heartbeat, KeepAliveTimeout = options.Heartbeat });
        var connection = streams.Connect(httpContext, "websocket");
        var conversation = ActivatorUtilities.CreateInstance<WebSocketConversation>(services, socket, connection);
        if (first is not null)
        {
            conversation.Follow("", first, null);
        }

        await conversation.RunAsync(streams, httpContext.RequestAborted);
    }

    /// <summary>Browsers let any page open a WebSocket to any host, and leave it to the server to look at the origin.</summary>
    private static bool IsFromKnownOrigin(HttpRequest request, ServerOptions options) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || options.CorsOrigins.Contains("*")
        || options.CorsOrigins.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
}
