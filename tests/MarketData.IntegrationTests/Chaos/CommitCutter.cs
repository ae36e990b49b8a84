using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>
/// A proxy before PostgreSQL that, when told to, lets the next COMMIT through, waits until the server has answered it, and cuts the connection
/// instead of passing the answer on: the client cannot know that its transaction is stored.
/// </summary>
/// <remarks>Messages of the client have a type, a length and a body; those before authentication have no type.</remarks>
internal sealed class CommitCutter : IAsyncDisposable
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly Task _accepting;
    private int _armed;
    private int _cuts;

    public CommitCutter(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The way to the server through the proxy.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    /// <summary>Commits whose answer was withheld.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Cuts the connection of the next COMMIT.</summary>
    public void CutNext() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            try
            {
                await server.ConnectAsync(_server.Host!, _server.Port, end.Token);
                var state = new Connection(client, server);
                await Task.WhenAny(PassRequestsAsync(state, end.Token), PassAnswersAsync(state, end.Token));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Either side has gone; closing both is all there is to do.
            }

            // A reset, not an orderly end: nothing that is still in the sockets may reach the client.
            client.LingerState = new LingerOption(true, 0);
            await end.CancelAsync();
        }
    }

    private async Task PassRequestsAsync(Connection connection, CancellationToken cancellationToken)
    {
        var (from, to) = (connection.Client.GetStream(), connection.Server.GetStream());
        var isStarted = false;
        while (true)
        {
            var header = new byte[isStarted ? 5 : 4];
            await from.ReadExactlyAsync(header, cancellationToken);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(isStarted ? 1 : 0)) - 4];
            await from.ReadExactlyAsync(body, cancellationToken);
            if (isStarted && header[0] == (byte)'Q' && body.AsSpan().SequenceEqual("COMMIT\0"u8) && Interlocked.Exchange(ref _armed, 0) == 1)
            {
                connection.IsCut = true;
            }

            isStarted = isStarted || BinaryPrimitives.ReadInt32BigEndian(body) is not (SslRequest or GssRequest);
            await to.WriteAsync((byte[])[.. header, .. body], cancellationToken);
        }
    }

    private async Task PassAnswersAsync(Connection connection, CancellationToken cancellationToken)
    {
        var (from, to) = (connection.Server.GetStream(), connection.Client.GetStream());
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (connection.IsCut)
            {
                // CommandComplete: the server has committed.
                buffer[0].ShouldBe((byte)'C');
                Interlocked.Increment(ref _cuts);
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        }
    }

    private sealed class Connection(TcpClient client, TcpClient server)
    {
        private volatile bool _isCut;

        public TcpClient Client => client;

        public TcpClient Server => server;

        public bool IsCut
        {
            get => _isCut;
            set => _isCut = value;
        }
    }
}
