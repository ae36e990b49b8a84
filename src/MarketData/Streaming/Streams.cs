using MarketData.Access;
using MarketData.Hosting.Problems;

namespace MarketData.Streaming;

/// <summary>What both transports need to serve a stream.</summary>
internal sealed class Streams(StreamHub hub, StreamPlaces places, StreamMetrics metrics, TimeProvider time)
{
    public StreamMetrics Metrics => metrics;

    /// <summary>Takes a place for a request's stream; null and the problem if there is none.</summary>
    public IDisposable? TryTakePlace(HttpContext context, out ApiProblem? problem) =>
        places.TryTake(CallerOf(context), context.Connection.RemoteIpAddress, out problem);

    /// <summary>The connection of a request.</summary>
    public StreamConnection Connect(HttpContext context, string transport) => new(CallerOf(context), transport, context.Abort, time);

    /// <summary>Sends to a connection.</summary>
    public StreamSession Session(StreamConnection connection, StreamOutput output) => new(hub, connection, output, metrics);

    private static Caller CallerOf(HttpContext context) => context.Features.Get<Caller>()
        ?? throw new InvalidOperationException("A stream was reached without a caller.");
}
