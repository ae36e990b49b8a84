using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>
/// A model server on a free port of 127.0.0.1 that speaks both protocols: it grades an asset by its first input × 100, and fails as a
/// test says.
/// </summary>
internal sealed class StubModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _calls;

    private StubModelServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string BaseUrl => _app.Urls.Single();

    /// <summary>Calls for grades.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Bodies of the calls, the last one.</summary>
    public JsonElement LastBody { get; private set; }

    /// <summary>Headers of the last call.</summary>
    public IReadOnlyDictionary<string, string> LastHeaders { get; private set; } = new Dictionary<string, string>();

    /// <summary>Answers a call for grades in place of the right answer; null leaves it.</summary>
    public Func<HttpContext, Task>? Fault { get; set; }

    /// <summary>Whether the model is loaded.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>Inputs that the model says it takes; −1: any number.</summary>
    public int Width { get; set; } = -1;

    public static async Task<StubModelServer> StartAsync()
    {
        var server = new StubModelServer();
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await AnswerAboutModelAsync(context, path);
            return;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        LastBody = body.RootElement.Clone();
        LastHeaders = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Interlocked.Increment(ref _calls);
        if (Fault is { } fault)
        {
            await fault(context);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(path.StartsWith("/v2/", StringComparison.Ordinal) ? KServeAnswer(LastBody) : TensorFlowAnswer(LastBody));
        }
    }

    private async Task AnswerAboutModelAsync(HttpContext context, string path)
    {
        if (path.EndsWith("/ready", StringComparison.Ordinal))
        {
            context.Response.StatusCode = IsReady ? 200 : 503;
        }
        else if (path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync($$$"""{"name":"m","versions":["3"],"inputs":[{"name":"x","datatype":"FP64","shape":[-1,{{{Width}}}]}],"outputs":[{"name":"y","datatype":"FP64","shape":[-1,1]}]}""");
        }
        else
        {
            await context.Response.WriteAsync($$$"""{"model_version_status":[{"version":"3","state":"{{{(IsReady ? "AVAILABLE" : "LOADING")}}}","status":{"error_code":"OK"}}]}""");
        }
    }

    private static JsonObject KServeAnswer(JsonElement body)
    {
        var input = body.GetProperty("inputs")[0];
        var width = input.GetProperty("shape")[1].GetInt32();
        var rows = input.GetProperty("shape")[0].GetInt32();
        var data = input.GetProperty("data").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        return new JsonObject
        {
            ["model_name"] = "m",
            ["model_version"] = "3",
            ["outputs"] = new JsonArray(new JsonObject
            {
                ["name"] = "y",
                ["datatype"] = "FP64",
                ["shape"] = new JsonArray(rows, 1),
                ["data"] = new JsonArray([.. Enumerable.Range(0, rows).Select(row => (JsonNode)(data[row * width] * 100))]),
            }),
        };
    }

    private static JsonObject TensorFlowAnswer(JsonElement body) => new()
    {
        ["predictions"] = new JsonArray([.. body.GetProperty("instances").EnumerateArray().Select(row => (JsonNode)new JsonArray(row[0].GetDouble() * 100))]),
    };
}
