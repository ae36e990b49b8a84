using System.Globalization;
using System.Text;
using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.IntegrationTests.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Access;

/// <summary>Who is let in, and how often, over HTTP.</summary>
public sealed class AccessTests
{
    private static readonly Dictionary<string, string?> Closed = new()
    {
        ["Access:Anonymous"] = "false",
        ["Access:Plans:small:RequestsPerMinute"] = "5",
        ["Access:Plans:monthly:RequestsPerMonth"] = "3",
    };

    [Fact]
    public async Task Get_WithoutAKey_IsRefusedButForProbes()
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);

        foreach (var path in (string[])["/v1/assets", "/v1/key", "/v1/admin/keys", "/v1/nowhere", "/nowhere", "/api/nowhere"])
        {
            var answer = await app.SendAsync(HttpMethod.Get, path);
            answer.ShouldBeProblem(401, "key_missing");
            answer.Headers["WWW-Authenticate"].ShouldStartWith("Bearer");
        }

        (await app.SendAsync(HttpMethod.Get, "/health/live")).Status.ShouldBe(200);
        (await app.SendAsync(HttpMethod.Get, "/health/ready")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("/v1/assets?limit=1", "X-Api-Key", "{0}")]
    [InlineData("/v1/assets?limit=1", "Authorization", "Bearer {0}")]
    [InlineData("/v1/assets?limit=1", "authorization", "bearer {0}")]
    [InlineData("/v1/assets?limit=1", "x-cg-demo-api-key", "{0}")]
    [InlineData("/v1/assets?limit=1", "x-cg-pro-api-key", "{0}")]
    public async Task Get_KeyInAHeader_IsTaken(string path, string header, string form)
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        var key = await app.CreateKeyAsync(AccessScopes.Read);

        (await SendAsync(app, path, (header, string.Format(CultureInfo.InvariantCulture, form, key)))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("x_cg_demo_api_key")]
    [InlineData("x_cg_pro_api_key")]
    public async Task Get_KeyInTheQuery_IsTakenOnTheDropInSurfaceAlone(string parameter)
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        var key = await app.CreateKeyAsync(AccessScopes.Read);

        // Nothing lies at this path: whoever is let in is told so.
        (await app.SendAsync(HttpMethod.Get, $"/api/v3/nowhere?{parameter}={key}")).Status.ShouldBe(404);
        (await app.SendAsync(HttpMethod.Get, "/api/v3/nowhere")).Status.ShouldBe(401);
        (await app.SendAsync(HttpMethod.Get, $"/v1/assets?{parameter}={key}")).ShouldBeProblem(401, "key_missing").GetRawText().ShouldNotContain(key);
    }

    [Fact]
    public void Of_KeyInTheQuery_IsMovedToItsHeader()
    {
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new QueryKeysMetadata()), null));
        var request = context.Request;
        request.QueryString = new QueryString("?ids=bitcoin&x_cg_demo_api_key=secret&vs_currencies=usd%2Ceur");

        var credential = Credential.Of(request);

        (credential.Kind, credential.Text).ShouldBe((CredentialKind.Key, "secret"));
        request.QueryString.Value.ShouldBe("?ids=bitcoin&vs_currencies=usd,eur");
        request.Query.ContainsKey("x_cg_demo_api_key").ShouldBeFalse();
        request.Headers["x-cg-demo-api-key"].ToString().ShouldBe("secret");
    }

    [Fact]
    public async Task Get_ForgedKeys_AreAllRefused()
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        var key = await app.CreateKeyAsync(AccessScopes.Read);
        var other = await app.CreateKeyAsync(AccessScopes.Read);
        string[] forged =
        [
            "mdk_", "x", ApiKeyText.Create(), key[..^1], key + "0", key.ToUpperInvariant(), key[..13] + other[13..], other[..13] + key[13..],
            "mdk_00000000_" + new string('0', 49), new string('a', 10_000), "' OR '1'='1", "null", key.Replace('_', '-'),
        ];

        foreach (var text in forged)
        {
            var answer = await SendAsync(app, "/v1/assets", ("X-Api-Key", text));
            answer.ShouldBeProblem(401, "key_invalid");
            answer.Headers["WWW-Authenticate"].ShouldContain("invalid_token");
        }

        (await SendAsync(app, "/v1/assets", ("Authorization", "Bearer a.b.c"))).ShouldBeProblem(401, "key_invalid");
        (await SendAsync(app, "/v1/assets", ("Authorization", "Basic dTpw"))).ShouldBeProblem(401, "key_missing");
        (await SendAsync(app, "/v1/assets", ("X-Api-Key", key), ("Authorization", "Bearer " + other))).ShouldBeProblem(400, "several_credentials");
        (await SendAsync(app, "/v1/assets", ("X-Api-Key", key), ("x-cg-pro-api-key", key))).ShouldBeProblem(400, "several_credentials");
        (await SendAsync(app, "/v1/assets", ("X-Api-Key", key))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Get_KeyOfTheProviderWhereEveryoneMayRead_IsIgnored()
    {
        await using var app = await MarketDataApp.StartPolledAsync();

        (await SendAsync(app, "/v1/assets", ("x-cg-demo-api-key", "CG-abcdefghijklmnopqrstuvwx"))).Status.ShouldBe(200);
        (await SendAsync(app, "/v1/assets", ("x-cg-demo-api-key", ApiKeyText.Create()))).ShouldBeProblem(401, "key_invalid");
        (await SendAsync(app, "/v1/assets", ("X-Api-Key", "CG-abcdefghijklmnopqrstuvwx"))).ShouldBeProblem(401, "key_invalid");
    }

    [Fact]
    public async Task Send_EveryEndpointWithTheWrongScope_IsForbidden()
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        var document = await OpenApiDocument.ReadAsync(app);
        var reader = await app.CreateKeyAsync(AccessScopes.Read | AccessScopes.Stream | AccessScopes.Rank, "unlimited");
        var administrator = await app.CreateKeyAsync(AccessScopes.Admin, "unlimited");

        foreach (var operation in document.Operations.Where(operation => !operation.Path.StartsWith("/health", StringComparison.Ordinal)))
        {
            app.Key = operation.Path.StartsWith("/v1/admin", StringComparison.Ordinal) ? reader : administrator;
            (await app.SendAsync(HttpMethod.Parse(operation.Method), operation.Path.Replace("{id}", "bitcoin", StringComparison.Ordinal)))
                .ShouldBeProblem(403, "scope_missing");
        }

        document.Operations.Count(operation => operation.Path.StartsWith("/v1/admin", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task Get_KeyBeyondItsTime_IsRefused()
    {
        var time = new SteppedTime();
        await using var app = await MarketDataApp.StartPolledAsync(Closed, time: time);
        app.Key = await app.CreateKeyAsync(AccessScopes.Read, life: TimeSpan.FromDays(1));
        (await app.SendAsync(HttpMethod.Get, "/v1/assets")).Status.ShouldBe(200);

        time.Offset = TimeSpan.FromDays(1);

        (await app.SendAsync(HttpMethod.Get, "/v1/assets")).ShouldBeProblem(401, "key_expired");
    }

    [Fact]
    public async Task Revoke_AtOneReplica_IsInForceAtTheOtherAfterItsNextRefresh()
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-replicas-").FullName;
        var settings = new Dictionary<string, string?>(Closed) { ["Database:SqlitePath"] = Path.Combine(folder, "shared.db") };
        await using (var first = await MarketDataApp.StartPolledAsync(settings))
        await using (var second = await MarketDataApp.StartAsync(settings))
        {
            var key = second.Key = first.Key = await first.CreateKeyAsync(AccessScopes.Read);
            await second.Services.GetRequiredService<KeyRing>().RefreshAsync(CancellationToken.None);
            (await second.SendAsync(HttpMethod.Get, "/v1/assets")).Status.ShouldBe(200);

            await first.Services.GetRequiredService<KeyAdministration>().RevokeAsync(Actor.CommandLine, IdOf(key), CancellationToken.None);

            (await first.SendAsync(HttpMethod.Get, "/v1/assets")).ShouldBeProblem(401, "key_revoked");
            await second.Services.GetRequiredService<KeyRing>().RefreshAsync(CancellationToken.None);
            (await second.SendAsync(HttpMethod.Get, "/v1/assets")).ShouldBeProblem(401, "key_revoked");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Get_BeyondTheLimitOfTheMinute_Is429WithATrueRetryAfter()
    {
        var time = new SteppedTime();
        await using var app = await MarketDataApp.StartPolledAsync(Closed, time: time);
        app.Key = await app.CreateKeyAsync(AccessScopes.Read, "small");

        for (var left = 4; left >= 0; left--)
        {
            var answer = await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=1");
            answer.Status.ShouldBe(200);
            answer.Headers["RateLimit-Policy"].ShouldBe("\"minute\";q=5;w=60");
            answer.Headers["RateLimit"].ShouldBe($"\"minute\";r={left};t={12 * (5 - left)}");
        }

        var refused = await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=1");
        refused.ShouldBeProblem(429, "rate_limited");
        refused.Headers["Retry-After"].ShouldBe("12");
        refused.Headers["RateLimit"].ShouldBe("\"minute\";r=0;t=60");

        time.Offset = TimeSpan.FromSeconds(12);
        (await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=1")).Status.ShouldBe(200);
        (await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=1")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Get_BeyondTheLimitOfTheMonth_IsRefusedAlsoAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-month-").FullName;
        var settings = new Dictionary<string, string?>(Closed) { ["Database:SqlitePath"] = Path.Combine(folder, "month.db") };
        string key;
        await using (var app = await MarketDataApp.StartPolledAsync(settings))
        {
            key = app.Key = await app.CreateKeyAsync(AccessScopes.Read, "monthly");
            (await app.SendAsync(HttpMethod.Get, "/v1/assets?limit=1")).Status.ShouldBe(200);
            var second = await app.SendAsync(HttpMethod.Get, "/v1/key");
            second.Json.GetProperty("data").GetProperty("used_this_month").GetInt64().ShouldBe(2);
            second.Headers["RateLimit"].ShouldStartWith("\"month\";r=1;t=");
        }

        await using (var app = await MarketDataApp.StartAsync(settings))
        {
            app.Key = key;
            (await app.SendAsync(HttpMethod.Get, "/v1/key")).Json.GetProperty("data").GetProperty("remaining_this_month").GetInt64().ShouldBe(0);

            var refused = await app.SendAsync(HttpMethod.Get, "/v1/key");

            refused.ShouldBeProblem(429, "quota_exceeded");
            long.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 31 * 24 * 3600);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Get_RefusedOnTheDropInSurface_IsInTheProvidersForm()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["Access:Plans:anonymous:RequestsPerMinute"] = "1" });
        await app.SendAsync(HttpMethod.Get, "/api/v3/nowhere");

        var refused = await app.SendAsync(HttpMethod.Get, "/api/v3/nowhere");

        (refused.Status, refused.MediaType).ShouldBe((429, "application/json"));
        refused.Json.GetProperty("status").GetProperty("error_code").GetInt32().ShouldBe(429);
        refused.Json.GetProperty("status").GetProperty("error_message").GetString().ShouldNotBeNullOrWhiteSpace();
        refused.Headers["Retry-After"].ShouldBe("60");
    }

    [Theory]
    [InlineData(304, 5)]
    [InlineData(200, 4)]
    [InlineData(404, 4)]
    public async Task Get_NotModified_CostsNothing(int status, int left)
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        var key = await app.CreateKeyAsync(AccessScopes.Read, "small");
        var middleware = ActivatorUtilities.CreateInstance<AccessMiddleware>(app.Services, (RequestDelegate)(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }));
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Request.Headers["X-Api-Key"] = key;

        await middleware.InvokeAsync(context);

        context.Response.Headers["RateLimit"].ToString().ShouldStartWith($"\"minute\";r={left};");
        var caller = app.Services.GetRequiredService<KeyRing>().Find(key).ShouldNotBeNull();
        caller.Usage!.CountAt(DateTimeOffset.UtcNow).ShouldBe(5 - left);
    }

    [Fact]
    public async Task Get_MoreExpensiveRequestsThanMayRunAtOnce_AreRefused()
    {
        await using var app = await MarketDataApp.StartPolledAsync(new Dictionary<string, string?> { ["Access:ConcurrentExpensiveRequests"] = "2" });
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var middleware = ActivatorUtilities.CreateInstance<AccessMiddleware>(app.Services, (RequestDelegate)(_ => gate.Task));
        DefaultHttpContext Expensive()
        {
            var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new ExpensiveMetadata()), null));
            return context;
        }

        Task[] running = [middleware.InvokeAsync(Expensive()), middleware.InvokeAsync(Expensive())];
        var third = Expensive();
        await middleware.InvokeAsync(third);

        third.Response.StatusCode.ShouldBe(503);
        third.Response.Headers.RetryAfter.ToString().ShouldBe("1");
        running.ShouldAllBe(task => !task.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(running);
        var fourth = Expensive();
        await middleware.InvokeAsync(fourth);
        fourth.Response.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Find_KeyThatIsTaken_AllocatesNothing()
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        var key = await app.CreateKeyAsync(AccessScopes.Read, "unlimited");
        var ring = app.Services.GetRequiredService<KeyRing>();
        ring.Find(key);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            ring.Find(key);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public async Task Key_MadeAndUsed_IsInNoLogAndNotInTheDatabase()
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-secret-").FullName;
        var file = Path.Combine(folder, "secret.db");
        var logged = new LogRecorder();
        var settings = new Dictionary<string, string?>(Closed) { ["Database:SqlitePath"] = file, ["Logging:LogLevel:Default"] = "Debug" };
        string key;
        await using (var app = await MarketDataApp.StartPolledAsync(settings, services: services => services.AddSingleton<ILoggerProvider>(logged)))
        {
            key = await app.CreateKeyAsync(AccessScopes.Read);
            await SendAsync(app, "/v1/assets", ("X-Api-Key", key));
            await app.SendAsync(HttpMethod.Get, $"/api/v3/nowhere?x_cg_pro_api_key={key}");
            await SendAsync(app, "/v1/assets", ("X-Api-Key", key[..^1]));
        }

        var secret = key[13..^6];
        logged.Text.ShouldNotBeEmpty();
        logged.Text.ShouldNotContain(secret);
        foreach (var stored in Directory.GetFiles(folder))
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(stored)).ShouldNotContain(secret);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task AdminKeys_MadeRotatedRevoked_ShowInListAndAudit()
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        app.Key = await app.CreateKeyAsync(AccessScopes.Admin);
        var actor = "key:" + IdOf(app.Key);

        var made = (await app.SendAsync(HttpMethod.Post, "/v1/admin/keys", """{"name": "Desk", "scopes": ["read"], "expires_in_days": 30}""")).Json;
        var id = made.GetProperty("data").Text("id")!;
        var rotated = (await app.SendAsync(HttpMethod.Post, $"/v1/admin/keys/{id}/rotate", """{"overlap_hours": 1}""")).Json;
        var second = rotated.GetProperty("data").Text("id")!;

        // Both are taken while the old one goes on.
        (await SendAsync(app, "/v1/assets", ("Authorization", "Bearer " + made.Text("key")))).Status.ShouldBe(400);
        app.Key = null;
        (await SendAsync(app, "/v1/assets", ("X-Api-Key", made.Text("key")!))).Status.ShouldBe(200);
        (await SendAsync(app, "/v1/assets", ("X-Api-Key", rotated.Text("key")!))).Status.ShouldBe(200);
        app.Key = await app.CreateKeyAsync(AccessScopes.Admin);
        (await app.SendAsync(HttpMethod.Delete, $"/v1/admin/keys/{second}")).Json.GetProperty("data").Text("state").ShouldBe("revoked");
        (await app.SendAsync(HttpMethod.Delete, $"/v1/admin/keys/{second}")).Status.ShouldBe(200);
        (await app.SendAsync(HttpMethod.Post, $"/v1/admin/keys/{id}/rotate", "{}")).ShouldBeProblem(404, "unknown_key");

        var listed = (await app.SendAsync(HttpMethod.Get, "/v1/admin/keys")).Json.GetProperty("data").EnumerateArray().ToDictionary(key => key.Text("id")!);
        (listed[id].Text("replaced_by"), listed[id].Text("state")).ShouldBe((second, "active"));
        listed[second].Text("state").ShouldBe("revoked");
        listed.Values.ShouldAllBe(key => !key.GetRawText().Contains("mdk_") && !key.GetRawText().Contains("hash"));
        var acts = (await app.SendAsync(HttpMethod.Get, "/v1/admin/audit")).Json.GetProperty("data").EnumerateArray()
            .Select(act => (act.Text("act"), act.Text("target"))).ToList();
        acts.ShouldContain(("key.create", id));
        acts.ShouldContain(("key.rotate", id));
        acts.Count(act => act == ("key.revoke", second)).ShouldBe(1);
        (await app.SendAsync(HttpMethod.Get, "/v1/admin/audit")).Json.GetProperty("data").EnumerateArray()
            .ShouldContain(act => act.Text("actor") == actor && act.Text("target") == id);
    }

    [Theory]
    [InlineData("""{"name": ""}""", "$.name")]
    [InlineData("""{"name": "a\u0007b"}""", "$.name")]
    [InlineData("""{"name": "x", "scopes": []}""", "$.scopes")]
    [InlineData("""{"name": "x", "scopes": ["Read"]}""", "$.scopes")]
    [InlineData("""{"name": "x", "plan": "gold"}""", "$.plan")]
    [InlineData("""{"name": "x", "expires_in_days": 0}""", "$.expires_in_days")]
    [InlineData("""{"name": "x", "id": "mine0000"}""", "$")]
    [InlineData("""{"name": "x", "secret_hash": "00"}""", "$")]
    public async Task CreateKey_BodyThatDoesNotFit_NamesTheField(string body, string field)
    {
        await using var app = await MarketDataApp.StartPolledAsync(Closed);
        app.Key = await app.CreateKeyAsync(AccessScopes.Admin);

        var error = (await app.SendAsync(HttpMethod.Post, "/v1/admin/keys", body)).ShouldBeProblem(400, "invalid_body").GetProperty("errors")[0];

        error.Text("parameter")!.ShouldStartWith(field);
    }

    private static string IdOf(string key) => key.Substring(ApiKeyText.Prefix.Length, ApiKeyText.IdLength);

    private static async Task<ApiAnswer> SendAsync(MarketDataApp app, string path, params (string Name, string Value)[] headers)
    {
        using var client = app.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await client.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    /// <summary>The system's clock, moved on by a test; the part of a second that the test takes is left out.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow;

        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Start + Offset;

        public override long GetTimestamp() => GetUtcNow().Ticks;
    }

    private sealed class LogRecorder : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
            {
                _text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
            }
        }

        public void Dispose()
        {
        }
    }
}
