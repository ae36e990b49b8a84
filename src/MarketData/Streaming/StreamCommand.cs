using System.Globalization;
using System.Text.Json;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using Microsoft.Extensions.Primitives;

namespace MarketData.Streaming;

/// <summary>A message of a WebSocket client: what to do, under which id, and the parameters of <c>GET /v1/stream</c> as JSON.</summary>
internal sealed class StreamCommand
{
    public const string Subscribe = "subscribe";
    public const string Unsubscribe = "unsubscribe";

    private const int LongestId = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 3, AllowDuplicateProperties = false };
    private static readonly QueryContract Contract = new(StreamQuery.Parameters);

    private readonly Dictionary<string, StringValues> _parameters = [];

    private StreamCommand(string action, string id) => (Action, Id) = (action, id);

    public string Action { get; }

    public string Id { get; }

    /// <summary>Version after which to go on; null to begin anew.</summary>
    public long? ResumeAfter { get; private set; }

    /// <summary>Reads a message; null and the error if it is none.</summary>
    public static StreamCommand? Read(byte[] message, out StreamReply? error)
    {
        try
        {
            using var document = JsonDocument.Parse(message, Strict);
            return Read(document.RootElement, out error);
        }
        catch (JsonException)
        {
            error = StreamReply.Error(null, "malformed_message", "The message is not a JSON object of at most three levels, without repeated names.");
            return null;
        }
    }

    /// <summary>What it asks to follow; null and the error if its parameters do not fit.</summary>
    public StreamQuery? ToQuery(MarketSnapshot snapshot, out StreamReply? error)
    {
        var (query, problems) = RequestQuery.Read(Contract, new QueryCollection(_parameters));
        if (problems.Count > 0)
        {
            error = StreamReply.Error(Id, problems[0].Code, problems[0].Detail, problems);
            return null;
        }

        var asked = StreamQuery.Read(query, snapshot, out var problem);
        error = problem is null ? null : StreamReply.Error(Id, problem.Code, problem.Detail ?? "", problem.Errors);
        return asked;
    }

    private static StreamCommand? Read(JsonElement root, out StreamReply? error)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            error = StreamReply.Error(null, "malformed_message", "The message is not a JSON object.");
            return null;
        }

        var id = TextOf(root, "id");
        if (id is not { Length: > 0 and <= LongestId })
        {
            error = StreamReply.Error(null, "invalid_id", $"id must be a text of 1 to {LongestId} characters; the replies carry it.");
            return null;
        }

        var action = TextOf(root, "action");
        if (action is not (Subscribe or Unsubscribe))
        {
            error = StreamReply.Error(id, "unknown_action", $"action must be {Subscribe} or {Unsubscribe}.");
            return null;
        }

        var command = new StreamCommand(action, id);
        foreach (var member in root.EnumerateObject().Where(member => member.Name is not ("id" or "action")))
        {
            command.Take(member);
        }

        error = null;
        return command;
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A list is what a query joins by commas; a position that is none is one that cannot be gone on from.</summary>
    private void Take(JsonProperty member)
    {
        var text = member.Value.ValueKind switch
        {
            JsonValueKind.Array => string.Join(',', member.Value.EnumerateArray().Select(item => item.ToString())),
            _ => member.Value.ToString(),
        };
        if (member.Name == "resume_after")
        {
            ResumeAfter = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        }
        else
        {
            _parameters[member.Name] = text;
        }
    }
}
