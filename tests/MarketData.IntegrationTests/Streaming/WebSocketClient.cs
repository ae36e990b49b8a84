using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MarketData.IntegrationTests.Api;

namespace MarketData.IntegrationTests.Streaming;

/// <summary>A client of the WebSocket endpoint.</summary>
internal sealed class WebSocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<WebSocketClient> OpenAsync(Uri server, string pathAndQuery = "/v1/ws", params (string Name, string Value)[] headers)
    {
        var client = new WebSocketClient();
        client._socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            client._socket.Options.SetRequestHeader(name, value);
        }

        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}{pathAndQuery}"), CancellationToken.None).WaitAsync(Patience);
        return client;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public Task SendAsync(byte[] bytes, WebSocketMessageType type) => _socket.SendAsync(bytes, type, endOfMessage: true, CancellationToken.None).WaitAsync(Patience);

    /// <summary>The next message, which must be of a type.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        var message = await TryNextAsync() ?? throw new EndOfStreamException($"{CloseStatus} {CloseReason}");
        message.Text("type").ShouldBe(type, message.GetRawText());
        return message;
    }

    /// <summary>The next message; null where the server closes.</summary>
    public async Task<JsonElement?> TryNextAsync()
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Patience);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }

    /// <summary>Says goodbye, and waits for the server to do so.</summary>
    public Task CloseAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);

    public void Dispose() => _socket.Dispose();
}
