using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Text.Json;
using MarketData.Hosting;
using MarketData.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace MarketData.Streaming;

/// <summary>A 200 that goes on as Server-Sent Events: <see href="https://html.spec.whatwg.org/multipage/server-sent-events.html"/>.</summary>
internal sealed class EventStream(StreamQuery query, long? lastEventId) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "text/event-stream";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var streams = httpContext.RequestServices.GetRequiredService<Streams>();
        using var place = streams.TryTakePlace(httpContext, out var problem);
        if (place is null)
        {
            await problem!.ExecuteAsync(httpContext);
            return;
        }

        WriteHead(httpContext);
        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        var connection = streams.Connect(httpContext, "sse");
        Subscription[] only = [new Subscription(query, null, lastEventId)];
        await streams.Session(connection, new EventOutput(httpContext.Response.BodyWriter, connection, streams.Metrics))
            .RunAsync(() => only, null, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [ContentType]));

    private static void WriteHead(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store, no-transform";

        // nginx holds answers back until its buffer is full, unless it is told not to.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // The server would cut whoever reads slower than 240 bytes a second; a stream has a limit of its own.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        InlineCompletions.TurnOff(context);
    }
}

/// <summary>Events in the form of Server-Sent Events.</summary>
internal sealed class EventOutput(PipeWriter body, StreamConnection connection, StreamMetrics metrics) : StreamOutput(connection, metrics)
{
    private bool _isBegun;

    public override IBufferWriter<byte> Body => body;

    protected override long UnsentBytes => body.UnflushedBytes;

    public override async ValueTask SendHeartbeatAsync(long? version, CancellationToken cancellationToken)
    {
        body.Write(": heartbeat\n"u8);
        if (version is { } known)
        {
            // Without data it is no event, but moves the place from which the client resumes.
            body.Write("id: "u8);
            WriteNumber(known);
            body.Write("\n"u8);
        }

        body.Write("\n"u8);
        await SendAsync(isEnd: true, cancellationToken);
    }

    public override ValueTask SendEndAsync(StreamEnd end, CancellationToken cancellationToken)
    {
        int? after = end.MayReconnect ? ReconnectAfterMilliseconds() : null;
        body.Write(end.MayReconnect ? "event: reconnect\n"u8 : "event: closed\n"u8);
        if (after is { } milliseconds)
        {
            body.Write("retry: "u8);
            WriteNumber(milliseconds);
            body.Write("\n"u8);
        }

        body.Write("data: "u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(new StreamFarewell(end.Code, end.Detail, after), StreamJson.Default.StreamFarewell));
        body.Write("\n\n"u8);
        return SendAsync(isEnd: true, cancellationToken);
    }

    protected override void WriteHead(string type, long? version, string? subscription)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            body.Write("retry: "u8);
            WriteNumber(ReconnectAfterMilliseconds());
            body.Write("\n\n"u8);
        }

        if (version is { } known)
        {
            body.Write("id: "u8);
            WriteNumber(known);
            body.Write("\n"u8);
        }

        body.Write("event: "u8);
        body.Write(Encoding.ASCII.GetBytes(type));
        body.Write("\ndata: {"u8);
    }

    protected override void WriteTail() => body.Write("}\n\n"u8);

    protected override async ValueTask SendAsync(bool isEnd, CancellationToken cancellationToken)
    {
        var flushed = await body.FlushAsync(cancellationToken);
        if (flushed.IsCompleted)
        {
            throw new IOException("The client has closed the connection.");
        }
    }

    private void WriteNumber(long number)
    {
        const int MostDigits = 20;
        number.TryFormat(body.GetSpan(MostDigits), out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        body.Advance(written);
    }
}
