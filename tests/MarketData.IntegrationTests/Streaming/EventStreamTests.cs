using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.IntegrationTests.Api;
using MarketData.IntegrationTests.Hosting;
using MarketData.Streaming;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Streaming;

/// <summary>What a reader of Server-Sent Events is given.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task Get_TwoAssets_GivesSnapshotThenOnlyWhatChanges()
    {
        await using var app = await StreamApp.StartAsync();
        using var client = StreamApp.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin,ethereum,nowhere");

        var retry = await reader.NextBlockAsync();
        var snapshot = await reader.NextAsync();
        StreamApp.Publish(app, ("solana", 77m));
        StreamApp.Publish(app, ("bitcoin", 60_123.45m));
        var update = await reader.NextAsync();

        retry.Retry!.Value.ShouldBeInRange(500, 10_000);
        snapshot.Type.ShouldBe("snapshot");
        snapshot.Ids.ShouldBe(["bitcoin", "ethereum"]);
        snapshot.Json.Text("reason").ShouldBe("start");
        snapshot.Json.GetProperty("missing").GetRawText().ShouldBe("""[{"query":"nowhere","reason":"unknown_asset"}]""");
        snapshot.Json.GetProperty("meta").Raw("snapshot").ShouldBe(snapshot.Id);
        update.Type.ShouldBe("update");
        update.Only.Decimal("price").ShouldBe(60_123.45m);
        update.Only.GetRawText().ShouldBe((await app.GetJsonAsync("/v1/assets?ids=bitcoin")).GetProperty("data")[0].GetRawText());
        update.Json.Raw("skipped").ShouldBe("0");
        long.Parse(update.Id!).ShouldBeGreaterThan(long.Parse(snapshot.Id!));
        await app.PollAsync("coingecko");
        (await reader.NextAsync()).Ids.ShouldContain("bitcoin");
        reader.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        reader.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
    }

    [Theory]
    [InlineData("tier=large")]
    [InlineData("category=layer-1")]
    [InlineData("category=layer-1&tier=large&vs=eur")]
    [InlineData("ids=bitcoin,uniswap&vs=BTC&numbers=string")]
    [InlineData("vs=eur&fields=id,price,market_cap")]
    public async Task Get_Filtered_SnapshotIsTheListWithTheSameFilter(string query)
    {
        await using var app = await StreamApp.StartAsync();
        using var client = StreamApp.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/v1/stream?" + query);

        var snapshot = await reader.NextAsync();

        snapshot.Json.GetProperty("data").EnumerateArray().Select(row => row.GetRawText()).Order()
            .ShouldBe((await app.GetJsonAsync($"/v1/assets?limit=500&{query}")).GetProperty("data").EnumerateArray().Select(row => row.GetRawText()).Order());
        snapshot.Ids.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Get_WithFields_TellsOnlyOfTheirChanges()
    {
        await using var app = await StreamApp.StartAsync();
        using var client = StreamApp.ClientOf(app);
        using var prices = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin&fields=price");
        using var supplies = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin&fields=total_supply");
        (await prices.NextAsync()).Only.Names().ShouldBe(["id", "price"]);
        await supplies.NextAsync();

        StreamApp.Publish(app, ("bitcoin", 5m));
        (await prices.NextAsync()).Only.Decimal("price").ShouldBe(5m);
        var rows = StreamApp.Current(app).Rows.Select(row =>
            row.Asset.Slug == "bitcoin" ? row with { Quote = row.Quote! with { Figures = row.Quote.Figures with { TotalSupply = 21 } } } : row);
        StreamApp.Publish(app, [.. rows]);
        StreamApp.Publish(app, ("bitcoin", 6m));

        // The change of the supply is passed over by the one, and that of the price by the other.
        (await prices.NextAsync()).Only.Decimal("price").ShouldBe(6m);
        (await supplies.NextAsync()).Only.Decimal("total_supply").ShouldBe(21m);
    }

    [Fact]
    public async Task Get_ResumedAfterEachEvent_HasNoGapAndNoRepetition()
    {
        await using var app = await StreamApp.StartAsync();
        using var client = StreamApp.ClientOf(app);
        const string Address = "/v1/stream?ids=bitcoin,ethereum&fields=price";
        string position;
        using (var first = await EventReader.OpenAsync(client, Address))
        {
            position = (await first.NextAsync()).Id!;
        }

        for (var round = 1; round <= 5; round++)
        {
            StreamApp.Publish(app, ("bitcoin", round));
            StreamApp.Publish(app, ("ethereum", round));
            StreamApp.Publish(app, ("bitcoin", round + 0.5m));
            var newest = StreamApp.Current(app).Version;
            await StreamApp.UntilAsync(() => StreamApp.Hub(app).View?.Snapshot.Version == newest);
            using var reader = await EventReader.OpenAsync(client, Address, position);

            (await reader.NextAsync()).ShouldSatisfyAllConditions(
                resumed => resumed.Type.ShouldBe("resumed"),
                resumed => resumed.Json.Raw("from").ShouldBe(position));
            var update = await reader.NextAsync();
            update.Type.ShouldBe("update");
            update.Json.GetProperty("data").EnumerateArray().ToDictionary(row => row.Text("id")!, row => row.Decimal("price"))
                .ShouldBe(new Dictionary<string, decimal?> { ["bitcoin"] = round + 0.5m, ["ethereum"] = round }, ignoreOrder: true);
            position = update.Id!;
        }

        using var last = await EventReader.OpenAsync(client, Address, position);
        (await last.NextAsync()).Type.ShouldBe("resumed");
        StreamApp.Publish(app, ("ethereum", 99m));

        // What it has had is not given again: the first update is of what came after.
        (await last.NextAsync()).Only.ToString().ShouldBe("""{"id":"ethereum","price":99}""");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("99999999999999")]
    [InlineData("of another service")]
    public async Task Get_ResumedFromWhatIsNotKept_BeginsAnewAndSaysSo(string position)
    {
        await using var app = await StreamApp.StartAsync();
        using var client = StreamApp.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin", position);

        var first = await reader.NextAsync();

        first.Type.ShouldBe("snapshot");
        first.Json.Text("reason").ShouldBe("position_unknown");
        first.Ids.ShouldBe(["bitcoin"]);
    }

    [Fact]
    public async Task Get_ResumedBeyondTheChangesThatAreKept_BeginsAnewAndSaysSo()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:ReplayChanges", "2"));
        using var client = StreamApp.ClientOf(app);
        var start = StreamApp.Current(app).Version;
        for (var price = 1; price <= 4; price++)
        {
            StreamApp.Publish(app, ("bitcoin", price));
            await StreamApp.UntilAsync(() => StreamApp.Hub(app).View?.Snapshot.Version == StreamApp.Current(app).Version);
        }

        using var tooLate = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin", $"{start + 1}");
        using var inTime = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin", $"{start + 2}");

        (await tooLate.NextAsync()).Type.ShouldBe("snapshot");
        (await inTime.NextAsync()).Type.ShouldBe("resumed");
        (await inTime.NextAsync()).Only.Decimal("price").ShouldBe(4m);
    }

    [Fact]
    public async Task Get_QuietStream_GoesOnBeyondTheTimeOfRequestsWithHeartbeats()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:Heartbeat", "00:00:01"), ("Server:RequestTimeout", "00:00:01"), ("Server:InlineCompletions", "true"));
        using var client = StreamApp.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin");
        var snapshot = await reader.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            (await reader.NextBlockAsync()).ShouldBe(new StreamEvent("comment", snapshot.Id, "", null));
        }

        // Of another asset: no event, but the reader has got further.
        var newest = StreamApp.Publish(app, ("ethereum", 7m)).Version;
        (await reader.NextBlockAsync()).Type.ShouldBe("comment");
        (await reader.NextBlockAsync()).Id.ShouldBe($"{newest}");
        StreamApp.Publish(app, ("bitcoin", 8m));
        (await reader.NextAsync()).Only.Decimal("price").ShouldBe(8m);
    }

    [Theory]
    [InlineData("tier=huge", "invalid_parameter")]
    [InlineData("vs=zzz", "unsupported_currency")]
    [InlineData("category=zzz", "unknown_category")]
    [InlineData("fields=price,nope", "invalid_parameter")]
    [InlineData("symbols=btc", "unknown_parameter")]
    [InlineData("ids=", "invalid_parameter")]
    public async Task Get_WhatItDoesNotTake_IsRefused(string query, string code)
    {
        await using var app = await StreamApp.StartAsync();

        (await app.SendAsync(HttpMethod.Get, "/v1/stream?" + query)).ShouldBeProblem(400, code);
        (await app.SendAsync(HttpMethod.Get, "/v1/ws?" + query)).ShouldBeProblem(400, code);
    }

    [Fact]
    public async Task Head_Stream_Ends()
    {
        await using var app = await StreamApp.StartAsync();

        var answer = await app.SendAsync(HttpMethod.Head, "/v1/stream?ids=bitcoin");

        answer.Status.ShouldBe(200);
        answer.MediaType.ShouldBe("text/event-stream");
        StreamApp.Hub(app).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Get_OverALimit_IsRefusedUntilAStreamEnds()
    {
        await using var app = await StreamApp.StartAsync(
            ("Streaming:MaxPerKey", "2"), ("Streaming:MaxPerAddress", "4"), ("Streaming:MaxStreams", "5"));
        string[] keys = [await app.CreateKeyAsync(AccessScopes.Stream), await app.CreateKeyAsync(AccessScopes.Stream), await app.CreateKeyAsync(AccessScopes.Stream)];
        var clients = keys.Select(key =>
        {
            app.Key = key;
            return StreamApp.ClientOf(app);
        }).ToArray();
        var readers = new List<EventReader>();
        foreach (var client in (HttpClient[])[clients[0], clients[0], clients[1], clients[1]])
        {
            readers.Add(await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin"));
        }

        app.Key = keys[0];
        var ofKey = await app.SendAsync(HttpMethod.Get, "/v1/stream?ids=bitcoin");
        app.Key = keys[2];
        var ofAddress = await app.SendAsync(HttpMethod.Get, "/v1/stream?ids=bitcoin");

        ofKey.ShouldBeProblem(429, "too_many_streams_of_key");
        ofKey.Headers["Retry-After"].ShouldBe("10");
        ofAddress.ShouldBeProblem(429, "too_many_streams_of_address");
        readers[0].Dispose();
        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 3);
        using var again = await EventReader.OpenAsync(clients[0], "/v1/stream?ids=bitcoin");
        (await again.NextAsync()).Type.ShouldBe("snapshot");
        readers.ForEach(reader => reader.Dispose());
        clients.ToList().ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Get_WhenAllPlacesAreTaken_Is503()
    {
        await using var app = await StreamApp.StartAsync(("Streaming:MaxStreams", "1"));
        using var client = StreamApp.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin");

        (await app.SendAsync(HttpMethod.Get, "/v1/stream?ids=bitcoin")).ShouldBeProblem(503, "too_many_streams");
    }

    [Fact]
    public async Task Get_WithoutTheScope_IsRefusedAndARevokedKeyEndsItsStream()
    {
        await using var app = await StreamApp.StartAsync(("Access:Anonymous", "false"), ("Access:Plans:small:RequestsPerMinute", "2"));
        (await app.SendAsync(HttpMethod.Get, "/v1/stream")).ShouldBeProblem(401, "key_missing");
        app.Key = await app.CreateKeyAsync(AccessScopes.Read);
        (await app.SendAsync(HttpMethod.Get, "/v1/stream")).ShouldBeProblem(403, "scope_missing");
        app.Key = await app.CreateKeyAsync(AccessScopes.Stream, "small");
        using var client = StreamApp.ClientOf(app);
        using var reader = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin");
        using var other = await EventReader.OpenAsync(client, "/v1/stream?ids=bitcoin");
        await reader.NextAsync();
        (await app.SendAsync(HttpMethod.Get, "/v1/stream?ids=bitcoin")).ShouldBeProblem(429, "rate_limited");

        // All but its first part is secret.
        await app.Services.GetRequiredService<KeyAdministration>().RevokeAsync(Actor.CommandLine, app.Key.Split('_')[1], CancellationToken.None);

        var end = await reader.NextAsync();
        end.Type.ShouldBe("closed");
        end.Json.Text("code").ShouldBe("key_revoked");
        end.Json.IsNull("reconnect_after_ms").ShouldBeTrue();
        (await reader.TryNextBlockAsync()).ShouldBeNull();
        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 0);
    }

    [Fact]
    public async Task Close_ByTheClient_FreesEverything()
    {
        await using var app = await StreamApp.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            using var client = StreamApp.ClientOf(app);
            using var reader = await EventReader.OpenAsync(client, "/v1/stream");
            await reader.NextAsync();
        }

        using (var rude = await RawConnection.OpenAsync(StreamApp.AddressOf(app)))
        {
            await rude.SendAsync("GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n");
            await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count > 0);
        }

        await StreamApp.UntilAsync(() => StreamApp.Hub(app).Count == 0 && app.Services.GetRequiredService<StreamPlaces>().Open == 0);
    }
}
