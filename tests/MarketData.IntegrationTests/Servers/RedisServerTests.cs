using System.Net.Sockets;
using System.Text;

namespace MarketData.IntegrationTests.Servers;

[Collection(RedisCollection.Name)]
public sealed class RedisServerTests(RedisServer server)
{
    [Fact]
    public async Task InitializeAsync_GivenOrLocalServer_AnswersPing()
    {
        // Only the address: the operator's string may go on with options.
        var address = server.ConnectionString.Split(',')[0].Split(':');
        using var client = new TcpClient();
        await client.ConnectAsync(address[0], int.Parse(address[1], null));
        await using var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray());

        var answer = new byte[64];
        var length = await stream.ReadAsync(answer);

        // A server that asks for a password is there too.
        Encoding.ASCII.GetString(answer, 0, length).ShouldMatch("^(\\+PONG|-NOAUTH)");
    }
}
