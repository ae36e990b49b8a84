using System.Text.Json.Serialization;
using MarketData.Hosting.Problems;
using MarketData.Markets;

namespace MarketData.Streaming;

/// <summary>
/// A message of a WebSocket: <c>snapshot</c>, <c>resumed</c>, <c>update</c>, <c>ack</c>, <c>error</c>, <c>reconnect</c> or <c>closed</c>. A message has only the fields of its type.
/// </summary>
public sealed record StreamMessage
{
    /// <summary>What the message is.</summary>
    /// <example>update</example>
    public required string Type { get; init; }

    /// <summary>Id of the subscription or of the client's message that it is of; null if that had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Where the reader has got to with a <c>snapshot</c> or an <c>update</c>: give it as <c>resume_after</c> to go on from there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Position { get; init; }

    /// <summary>Why a <c>snapshot</c> is sent: <c>start</c>, <c>position_unknown</c> or <c>too_far_behind</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The version after which a stream goes on, of <c>resumed</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? From { get; init; }

    /// <summary>Assets, each with the fields asked for: all of a <c>snapshot</c>, those that changed of an <c>update</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AssetResponse>? Data { get; init; }

    /// <summary>Ids that no longer belong to the tier or category asked for, of an <c>update</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Left { get; init; }

    /// <summary>Updates that newer ones replaced before the client took them, of an <c>update</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Skipped { get; init; }

    /// <summary>Ids asked for that are not there, of <c>snapshot</c> and <c>resumed</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MissingItem>? Missing { get; init; }

    /// <summary>Where the figures stand, of <c>snapshot</c> and <c>resumed</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerMeta? Meta { get; init; }

    /// <summary>What was done, of <c>ack</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>Stable name of what is wrong, of <c>error</c>, or of why the connection ends, of <c>reconnect</c> and <c>closed</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>The same in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>The fields that are wrong, of <c>error</c>; empty if it is not about them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParameterProblem>? Errors { get; init; }

    /// <summary>Milliseconds after which to connect again, of <c>reconnect</c>; null: it would be refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ReconnectAfterMs { get; init; }
}
