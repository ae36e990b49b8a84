using System.Globalization;
using System.Text.Json;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.Streaming;

/// <summary>An event as it came, or a comment.</summary>
/// <param name="Type">Type; <c>comment</c> for a comment, empty for a block without an event.</param>
/// <param name="Id">Its id; null if it has none.</param>
/// <param name="Data">Its data; empty if it has none.</param>
/// <param name="Retry">Milliseconds that it asks to wait before a new connection; null if it does not say.</param>
internal sealed record StreamEvent(string Type, string? Id, string Data, int? Retry)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    /// <summary>Ids of the assets in it.</summary>
    public string[] Ids => Json.GetProperty("data").Ids();

    /// <summary>The asset in it, of which there is one.</summary>
    public JsonElement Only => Json.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
}

/// <summary>A client of Server-Sent Events.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _lines = new StreamReader(body);
    }

    public HttpResponseMessage Response => _response;

    /// <summary>Opens a stream, which must be granted.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient client, string address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, comments and empty blocks passed over.</summary>
    public async Task<StreamEvent> NextAsync()
    {
        while (true)
        {
            if (await NextBlockAsync() is { Type: not ("" or "comment") } read)
            {
                return read;
            }
        }
    }

    /// <summary>The next block, whatever it is; fails at the end of the stream.</summary>
    public async Task<StreamEvent> NextBlockAsync() => await TryNextBlockAsync() ?? throw new EndOfStreamException();

    /// <summary>The next block; null at the end of the stream.</summary>
    public async Task<StreamEvent?> TryNextBlockAsync()
    {
        var block = new StreamEvent("", null, "", null);
        while (await _lines.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0)
            {
                return block;
            }

            var (name, value) = line.Split(": ", 2) is [var first, var second] ? (first, second) : (line, "");
            block = name switch
            {
                "" => block with { Type = "comment" },
                "event" => block with { Type = value },
                "id" => block with { Id = value },
                "data" => block with { Data = value },
                "retry" => block with { Retry = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => throw new FormatException(line),
            };
        }

        return null;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
