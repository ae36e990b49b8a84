using System.Net;
using System.Net.Sockets;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>
/// Answers one request with a list that does not end, until the client closes the connection. It writes to the socket itself, for a web
/// server would not say how much of its answer was taken.
/// </summary>
internal sealed class EndlessServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public EndlessServer()
    {
        _listener.Start();
        BytesSent = SendAsync();
    }

    public string BaseUrl => $"http://{_listener.LocalEndpoint}/";

    /// <summary>Bytes that the client, or the sockets between, have taken; known when the client has closed the connection.</summary>
    public Task<long> BytesSent { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await Task.WhenAny(BytesSent);
    }

    private async Task<long> SendAsync()
    {
        using var socket = await _listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[8 * 1024]);
        await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n["u8.ToArray());

        var spaces = Enumerable.Repeat((byte)' ', 64 * 1024).ToArray();
        var sent = 0L;
        try
        {
            while (true)
            {
                sent += await socket.SendAsync(spaces);
            }
        }
        catch (SocketException)
        {
            return sent;
        }
    }
}
