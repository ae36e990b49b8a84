using System.Net;
using System.Net.WebSockets;
using System.Text;
using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Servers;
using MarketData.Streaming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Streaming;

/// <summary>What is said over a WebSocket, by both sides.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task Subscribe_TwoSubscriptions_EachIsAcknowledgedAndGivenItsOwn()
    {
        await using var app = await StreamApp.StartAsync();
        using var client = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app));

        await client.SendAsync("""{"action":"subscribe","id":"a","ids":["bitcoin","nowhere"],"fields":["price"]}""");
        var ack = await client.NextAsync("ack");
        var snapshot = await client.NextAsync("snapshot");
        await client.SendAsync("""{"action":"subscribe","id":"b","ids":"bitcoin,ethereum","vs":"usd","fields":"price"}""");
        (await client.NextAsync("ack")).Text("id").ShouldBe("b");
        (await client.NextAsync("snapshot")).Text("id").ShouldBe("b");
        StreamApp.Publish(app, ("bitcoin", 5m), ("ethereum", 6m));
        var first = await client.NextAsync("update");
        var second = await client.NextAsync("update");

        ack.GetRawText().ShouldBe("""{"type":"ack","id":"a","action":"subscribe","code":null,"detail":null,"errors":[]}""");
        snapshot.Text("id").ShouldBe("a");
        snapshot.GetProperty("missing").GetArrayLength().ShouldBe(1);
        snapshot.Raw("position").ShouldBe(snapshot.GetProperty("meta").Raw("snapshot"));
        first.Text("id").ShouldBe("a");
        first.GetProperty("data").GetRawText().ShouldBe("""[{"id":"bitcoin","price":5}]""");
        second.Text("id").ShouldBe("b");
        second.GetProperty("data").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Unsubscribe_OneOfTwo_EndsThatOneAlone()
    {
        await using var app = await StreamApp.StartAsync();
        using var client = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app), "/v1/ws?ids=bitcoin&fields=price");
        (await client.NextAsync("snapshot")).Text("id").ShouldBe("");
        await client.SendAsync("""{"action":"subscribe","id":"b","ids":["bitcoin"],"fields":["price"]}""");
        await client.NextAsync("ack");
        await client.NextAsync("snapshot");

        await client.SendAsync("""{"action":"unsubscribe","id":"b"}""");
        (await client.NextAsync("ack")).Text("action").ShouldBe("unsubscribe");
        StreamApp.Publish(app, ("bitcoin", 5m));
        (await client.NextAsync("update")).Text("id").ShouldBe("");
        StreamApp.Publish(app, ("bitcoin", 6m));
        (await client.NextAsync("update")).Text("id").ShouldBe("");
        await client.SendAsync("""{"action":"unsubscribe","id":"b"}""");
        (await client.NextAsync("error")).Text("code").ShouldBe("not_subscribed");
    }

    [Fact]
    public async Task Subscribe_WithAPosition_GoesOnFromThere()
    {
        await using var app = await StreamApp.StartAsync();
        var position = StreamApp.Current(app).Version;
        await StreamApp.UntilAsync(() => StreamApp.Hub(app).View is not null);
        var newest = StreamApp.Publish(app, ("bitcoin", 5m)).Version;
        await StreamApp.UntilAsync(() => StreamApp.Hub(app).View!.Snapshot.Version == newest);
        using var client = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app));

        await client.SendAsync($$"""{"action":"subscribe","id":"a","ids":["bitcoin","ethereum"],"fields":["price"],"resume_after":{{position}}}""");

        await client.NextAsync("ack");
        (await client.NextAsync("resumed")).Raw("from").ShouldBe($"{position}");
        (await client.NextAsync("update")).GetProperty("data").GetRawText().ShouldBe("""[{"id":"bitcoin","price":5}]""");
        await client.SendAsync("""{"action":"subscribe","id":"b","ids":["bitcoin"],"resume_after":1}""");
        await client.NextAsync("ack");
        (await client.NextAsync("snapshot")).Text("reason").ShouldBe("position_unknown");
    }

    [Theory]
    [InlineData("{", "malformed_message", null)]
    [InlineData("[]", "malformed_message", null)]
    [InlineData("\"x\"", "malformed_message", null)]
    [InlineData("""{"id":"a","id":"b"}""", "malformed_message", null)]
    [InlineData("""{"id":"a","action":"subscribe","ids":[[[["deep"]]]]}""", "malformed_message", null)]
    [InlineData("""{"action":"subscribe"}""", "invalid_id", null)]
    [InlineData("""{"id":7,"action":"subscribe"}""", "invalid_id", null)]
    [InlineData("""{"id":"a","action":"shout"}""", "unknown_action", "a")]
    [InlineData("""{"id":"a"}""", "unknown_action", "a")]
    [InlineData("""{"id":"a","action":"subscribe","tier":"huge"}""", "invalid_parameter", "a")]
    [InlineData("""{"id":"a","action":"subscribe","vs":"zzz"}""", "unsupported_currency", "a")]
    [InlineData("""{"id":"a","action":"subscribe","nope":1}""", "unknown_parameter", "a")]
    [InlineData("""{"id":"first","action":"subscribe"}""", "already_subscribed", "first")]
    public async Task Send_WhatMakesNoSense_IsToldAndTheConnectionGoesOn(string message, string code, string? id)
    {
        await using var app = await StreamApp.StartAsync();
        using var client = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app));
        await client.SendAsync("""{"action":"subscribe","id":"first","ids":["bitcoin"],"fields":["price"]}""");
        await client.NextAsync("ack");
        await client.NextAsync("snapshot");

        await client.SendAsync(message);
        var error = await client.NextAsync("error");
        StreamApp.Publish(app, ("bitcoin", 5m));

        error.Text("code").ShouldBe(code);
        error.Text("id").ShouldBe(id);
        error.Text("detail").ShouldNotBeNullOrWhiteSpace();
        (await client.NextAsync("update")).Text("id").ShouldBe("first");
    }

    [Fact]
    public async Task Send_WhatIsNotTaken_EndsTheConnectionWithTheReason()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:MaxMessageBytes", "1024"), ("Streaming:MaxMessagesPerMinute", "3"), ("Streaming:MaxSubscriptions", "1"));

        using (var large = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app)))
        {
            await large.SendAsync($$"""{"action":"subscribe","id":"{{new string('a', 2_000)}}"}""");
            await ShouldCloseAsync(large, WebSocketCloseStatus.MessageTooBig, "message_too_large");
        }

        using (var binary = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app)))
        {
            await binary.SendAsync(Encoding.UTF8.GetBytes("""{"action":"subscribe","id":"a"}"""), WebSocketMessageType.Binary);
            await ShouldCloseAsync(binary, WebSocketCloseStatus.InvalidMessageType, "binary_message");
        }

        using var eager = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app));
        await eager.SendAsync("""{"action":"subscribe","id":"a","ids":["bitcoin"]}""");
        await eager.NextAsync("ack");
        await eager.NextAsync("snapshot");
        await eager.SendAsync("""{"action":"subscribe","id":"b","ids":["bitcoin"]}""");
        (await eager.NextAsync("error")).Text("code").ShouldBe("too_many_subscriptions");
        await eager.SendAsync("{}");
        await eager.NextAsync("error");
        await eager.SendAsync("{}");
        await ShouldCloseAsync(eager, WebSocketCloseStatus.PolicyViolation, "too_many_messages");
        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 0);
    }

    [Fact]
    public async Task Close_ByTheClient_IsAnsweredAndFreesEverything()
    {
        await using var app = await StreamApp.StartAsync();
        using (var polite = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app), "/v1/ws?ids=bitcoin"))
        {
            await polite.NextAsync("snapshot");
            await polite.CloseAsync();
            polite.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        }

        using (var rude = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app), "/v1/ws?ids=bitcoin"))
        {
            await rude.NextAsync("snapshot");
        }

        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 0 && app.Services.GetRequiredService<StreamPlaces>().Open == 0);
    }

    [Fact]
    public async Task Stop_WithAClient_SaysSoAndCloses()
    {
        await using var app = await StreamApp.StartAsync(("shutdownTimeoutSeconds", "3600"));
        using var client = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app), "/v1/ws?ids=bitcoin");
        await client.NextAsync("snapshot");

        var stopping = app.Services.GetRequiredService<IHost>().StopAsync();
        var farewell = await client.NextAsync("reconnect");

        farewell.Text("code").ShouldBe("shutdown");
        farewell.GetProperty("reconnect_after_ms").GetInt32().ShouldBePositive();
        (await client.TryNextAsync()).ShouldBeNull();
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Open_WithARevokedKey_EndsAndIsRefusedBeforeTheUpgrade()
    {
        await using var app = await StreamApp.StartAsync(("Access:Anonymous", "false"));
        var key = await app.CreateKeyAsync(AccessScopes.Stream);
        using var client = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app), "/v1/ws?ids=bitcoin", ("X-Api-Key", key));
        await client.NextAsync("snapshot");

        await app.Services.GetRequiredService<KeyAdministration>().RevokeAsync(Actor.CommandLine, key.Split('_')[1], CancellationToken.None);

        (await client.NextAsync("closed")).Text("code").ShouldBe("key_revoked");
        await ShouldCloseAsync(client, WebSocketCloseStatus.PolicyViolation, "key_revoked");
        (await StatusOfAsync(app, "/v1/ws", ("X-Api-Key", key))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusOfAsync(app, "/v1/ws")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Open_WithoutUpgradeOrFromAForeignPage_IsRefused()
    {
        await using var app = await StreamApp.StartAsync(("Server:CorsOrigins:0", "https://app.example.org"));

        var plain = await app.SendAsync(HttpMethod.Get, "/v1/ws");

        plain.ShouldBeProblem(426, "websocket_required");
        plain.Headers["Upgrade"].ShouldBe("websocket");
        (await StatusOfAsync(app, "/v1/ws?tier=huge")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusOfAsync(app, "/v1/ws", ("Origin", "https://evil.example.org"))).ShouldBe(HttpStatusCode.Forbidden);
        using var own = await WebSocketClient.OpenAsync(StreamApp.AddressOf(app), "/v1/ws?ids=bitcoin", ("Origin", "https://app.example.org"));
        await own.NextAsync("snapshot");
    }

    [Fact]
    public async Task Open_ThroughNginx_BothTransportsGiveEventsAtOnce()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:Heartbeat", "00:00:01"));
        await using var nginx = await NginxServer.StartAsync(StreamApp.AddressOf(app));
        using var http = new HttpClient { BaseAddress = nginx.Address };
        using var reader = await EventReader.OpenAsync(http, "/v1/stream?ids=bitcoin&fields=price");
        using var socket = await WebSocketClient.OpenAsync(nginx.Address, "/v1/ws?ids=bitcoin&fields=price");
        (await reader.NextAsync()).Type.ShouldBe("snapshot");
        await socket.NextAsync("snapshot");

        for (var price = 1; price <= 3; price++)
        {
            StreamApp.Publish(app, ("bitcoin", price));

            (await reader.NextAsync()).Only.Decimal("price").ShouldBe(price);
            (await socket.NextAsync("update")).GetProperty("data")[0].Decimal("price").ShouldBe(price);
        }

        (await reader.NextBlockAsync()).Type.ShouldBe("comment");
    }

    private static async Task ShouldCloseAsync(WebSocketClient client, WebSocketCloseStatus status, string reason)
    {
        while (await client.TryNextAsync() is { } message)
        {
            message.Text("type").ShouldBe("closed");
            message.Text("code").ShouldBe(reason);
        }

        client.CloseStatus.ShouldBe(status);
        client.CloseReason.ShouldBe(reason);
    }

    private static async Task<HttpStatusCode> StatusOfAsync(MarketDataApp app, string path, params (string Name, string Value)[] headers)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        await Should.ThrowAsync<WebSocketException>(
            () => socket.ConnectAsync(new Uri($"ws://{StreamApp.AddressOf(app).Authority}{path}"), CancellationToken.None));
        return socket.HttpStatusCode;
    }
}
