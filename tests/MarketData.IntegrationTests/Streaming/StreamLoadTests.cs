using System.Net;
using System.Net.Sockets;
using System.Text;
using MarketData.IntegrationTests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Streaming;

/// <summary>Many readers, and readers that do not read.</summary>
public sealed class StreamLoadTests
{
    /// <summary>A snapshot of these is more than the machine holds for a reader that takes nothing.</summary>
    private const int ManyAssets = 8_000;

    [Fact]
    public async Task Read_ByOneWhoTakesNothing_HoldsNobodyUpAndIsGivenTheNewestAlone()
    {
        await using var app = await StreamApp.StartAsync();
        StreamApp.PublishMany(app, ManyAssets, 1m);
        using var client = StreamApp.ClientOf(app);
        using var slow = await OpenSlowAsync(app, "/v1/stream");
        using var fast = await EventReader.OpenAsync(client, "/v1/stream?ids=many-1&fields=price");
        await fast.NextAsync();

        for (var price = 2; price <= 6; price++)
        {
            StreamApp.PublishMany(app, ManyAssets, price);
            (await fast.NextAsync()).Only.Decimal("price").ShouldBe(price);
        }

        using var reader = new StreamReader(new NetworkStream(slow));
        var types = new List<string>();
        var update = new StringBuilder();
        while (!update.ToString().Contains("\"skipped\":", StringComparison.Ordinal))
        {
            var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new EndOfStreamException();
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                types.Add(line[7..]);
            }
            else if (types is [.., "update"])
            {
                update.Append(line);
            }
        }

        types.ShouldBe(["snapshot", "update"]);
        // Each chunk of the answer has a line of its own between those of the event.
        var text = update.ToString();
        text.ShouldContain($"\"skipped\":{4 * ManyAssets}");
        text.ShouldContain("\"price\":6,");
        text.ShouldNotContain("\"price\":5,");
    }

    [Fact]
    public async Task Read_ByOneWhoTakesNothingForTooLong_IsCut()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:WriteTimeout", "00:00:01"));
        StreamApp.PublishMany(app, ManyAssets, 1m);
        using var slow = await OpenSlowAsync(app, "/v1/stream");
        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 1);

        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 0);
    }

    [Fact]
    public async Task Read_ByAThousand_EachIsGivenEveryFinalValue()
    {
        const int Readers = 1_000;
        await using var app = await StreamApp.StartAsync(("Streaming:MaxPerKey", $"{Readers}"), ("Streaming:MaxPerAddress", $"{Readers}"));
        using var client = StreamApp.ClientOf(app);
        string[] assets = ["bitcoin", "ethereum", "solana"];
        var readers = new List<EventReader>();
        for (var i = 0; i < Readers; i++)
        {
            readers.Add(await EventReader.OpenAsync(client, $"/v1/stream?ids={assets[i % 3]},{assets[(i + 1) % 3]}&fields=price"));
        }

        var reading = readers.Select(reader => ReadUntilAsync(reader, 50)).ToList();
        for (var price = 1; price <= 50; price++)
        {
            StreamApp.Publish(app, [.. assets.Select(asset => (asset, (decimal)price))]);
        }

        (await Task.WhenAll(reading)).ShouldAllBe(last => last == 50);
        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task Stop_WithReaders_TellsThemToComeBackAndWaitsForNone()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:DrainTimeout", "00:00:01"), ("shutdownTimeoutSeconds", "3600"));
        StreamApp.PublishMany(app, ManyAssets, 1m);
        using var client = StreamApp.ClientOf(app);
        var readers = new List<EventReader>();
        for (var i = 0; i < 50; i++)
        {
            readers.Add(await EventReader.OpenAsync(client, $"/v1/stream?ids=many-{i + 1}"));
            await readers[^1].NextAsync();
        }

        using var slow = await OpenSlowAsync(app, "/v1/stream");
        var hub = StreamApp.Hub(app);
        await StreamApp.UntilAsync(() => hub.Count == 51);

        // The host itself would wait for an hour.
        await app.Services.GetRequiredService<IHost>().StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        foreach (var reader in readers)
        {
            var farewell = await reader.NextAsync();
            farewell.Type.ShouldBe("reconnect");
            farewell.Json.Text("code").ShouldBe("shutdown");
            farewell.Json.GetProperty("reconnect_after_ms").GetInt32().ShouldBe(farewell.Retry!.Value);
            (await reader.TryNextBlockAsync()).ShouldBeNull();
            reader.Dispose();
        }

        hub.Count.ShouldBe(0);
    }

    private static async Task<int> ReadUntilAsync(EventReader reader, int final)
    {
        var newest = new Dictionary<string, int>();
        while (newest.Count < 2 || newest.Values.Any(price => price != final))
        {
            foreach (var row in (await reader.NextAsync()).Json.GetProperty("data").EnumerateArray())
            {
                newest[row.Text("id")!] = (int)row.Decimal("price")!.Value;
            }
        }

        return newest.Values.Min();
    }

    private static async Task<Socket> OpenSlowAsync(MarketDataApp app, string path)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        var address = StreamApp.AddressOf(app);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"));
        return socket;
    }
}
