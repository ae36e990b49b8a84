using System.Net;
using System.Text;
using MarketData.Ingestion.Sources;
using MarketData.Ingestion.Sources.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests.Ingestion.Sources;

/// <summary>A provider in place of the network: answers by path, and keeps the requests.</summary>
internal sealed class StubUpstream(TimeProvider time) : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpResponseMessage>> _answers = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public TimeProvider Time => time;

    public static ManualTimeProvider Clock() => new(new DateTimeOffset(2026, 1, 10, 12, 0, 0, TimeSpan.Zero));

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public StubUpstream On(string pathAndQueryPart, string body, HttpStatusCode status = HttpStatusCode.OK) =>
        On(pathAndQueryPart, () => Json(body, status));

    public StubUpstream On(string pathAndQueryPart, Func<HttpResponseMessage> answer)
    {
        _answers[pathAndQueryPart] = answer;
        return this;
    }

    public SourceHttpClient CreateClient(SourceOptions options) =>
        new("test", new HttpClient(this), options, time, NullLogger<SourceHttpClient>.Instance);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        var address = request.RequestUri!.PathAndQuery;
        var answer = _answers.FirstOrDefault(answer => address.Contains(answer.Key, StringComparison.Ordinal)).Value;
        return Task.FromResult(answer is null ? Json("""{"error":"not found"}""", HttpStatusCode.NotFound) : answer());
    }
}
