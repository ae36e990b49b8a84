using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamTicker;

/// <summary>
/// The least that sending an event to everyone can cost: the same bytes, ready made, from one loop into each socket, one call for each.
/// No HTTP but the head, no limits, nobody who comes back; who does not read holds all others up.
/// </summary>
internal static class RawPump
{
    public static async Task RunAsync(int port, Ticks ticks)
    {
        var snapshot = ticks.Next();
        var rows = string.Join(',', snapshot.EncodedRows.Select(row => Encoding.UTF8.GetString(row)));
        var text = $"id: {snapshot.Version}\nevent: update\ndata: {{\"data\":[{rows}],\"left\":[],\"skipped\":0}}\n\n";
        var frame = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");
        var clients = new List<Socket>();
        var gate = new Lock();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(backlog: 4096);
        var accepting = AcceptAsync(listener, clients, gate);
        await ticks.RunAsync(() =>
        {
            lock (gate)
            {
                clients.RemoveAll(client => !TrySend(client, frame));
            }
        });
        await accepting;
    }

    /// <summary>Sends a frame; false where the client has gone.</summary>
    private static bool TrySend(Socket client, byte[] frame)
    {
        try
        {
            client.Send(frame);
            return true;
        }
        catch (SocketException)
        {
            client.Dispose();
            return false;
        }
    }

    private static async Task AcceptAsync(TcpListener listener, List<Socket> clients, Lock gate)
    {
        var head = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        var request = new byte[4096];
        while (true)
        {
            var client = await listener.AcceptSocketAsync();
            client.NoDelay = true;
            await client.ReceiveAsync(request);
            await client.SendAsync(head);
            lock (gate)
            {
                clients.Add(client);
            }
        }
    }
}
