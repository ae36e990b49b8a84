using System.Text.Json.Serialization;
using MarketData.Hosting.Problems;

namespace MarketData.Streaming;

/// <summary>Small parts of events, for the source generator.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ResumedFrom))]
[JsonSerializable(typeof(StreamFarewell))]
[JsonSerializable(typeof(StreamReply))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class StreamJson : JsonSerializerContext;

/// <summary>The version after which a stream goes on.</summary>
internal sealed record ResumedFrom(long From);

/// <summary>The last event of a stream.</summary>
/// <param name="Code">Stable name of the reason.</param>
/// <param name="Detail">The reason in a sentence.</param>
/// <param name="ReconnectAfterMs">Milliseconds after which to connect again; null: it would be refused.</param>
internal sealed record StreamFarewell(string Code, string Detail, int? ReconnectAfterMs);

/// <summary>What a WebSocket client is told of a message of its own.</summary>
/// <param name="Type"><c>ack</c> or <c>error</c>.</param>
/// <param name="Id">The id of the message; null if it had none that could be read.</param>
/// <param name="Action">What was done, of an <c>ack</c>; otherwise null.</param>
/// <param name="Code">Stable name of what is wrong, of an <c>error</c>; otherwise null.</param>
/// <param name="Detail">What is wrong, in a sentence; null for an <c>ack</c>.</param>
/// <param name="Errors">The fields that are wrong; empty if it is not about them.</param>
internal sealed record StreamReply(string Type, string? Id, string? Action, string? Code, string? Detail, IReadOnlyList<ParameterProblem> Errors)
{
    public static StreamReply Ack(string id, string action) => new("ack", id, action, null, null, []);

    public static StreamReply Error(string? id, string code, string detail, IReadOnlyList<ParameterProblem>? errors = null) =>
        new("error", id, null, code, detail, errors ?? []);
}
