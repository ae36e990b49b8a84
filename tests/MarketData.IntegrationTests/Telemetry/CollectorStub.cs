using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Telemetry;

/// <summary>An OpenTelemetry collector that takes OTLP over HTTP, keeps what it is sent, or never answers.</summary>
internal sealed class CollectorStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _received = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly WebApplication _app;
    private readonly bool _answers;

    private CollectorStub(bool answers)
    {
        _answers = answers;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public string Url => _app.Urls.Single();

    /// <param name="answers">Whether it ever answers.</param>
    public static async Task<CollectorStub> StartAsync(bool answers = true)
    {
        var stub = new CollectorStub(answers);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>What came for a path such as <c>/v1/traces</c>: protobuf, each byte as a character, in which texts can be found.</summary>
    public string ReceivedAt(string path) => _received.GetValueOrDefault(path, "");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var text = Encoding.Latin1.GetString(body.ToArray());
        _received.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
        if (!_answers)
        {
            await Task.Delay(Timeout.Infinite, _ending.Token);
        }

        context.Response.ContentType = "application/x-protobuf";
    }
}
