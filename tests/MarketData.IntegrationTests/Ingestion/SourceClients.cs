using MarketData.Ingestion.Sources;
using MarketData.Ingestion.Sources.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.IntegrationTests.Ingestion;

/// <summary>The ways of sources to a provider that a test makes, as the service makes them but for the wait before a repeat.</summary>
internal sealed class SourceClients
{
    private readonly List<HttpClient> _clients = [];

    public SourceHttpClient Create(string source, SourceOptions options)
    {
        var client = new HttpClient(SourcesExtensions.CreateHandler());
        SourcesExtensions.Configure(client);
        _clients.Add(client);
        return new SourceHttpClient(
            source, client, options, TimeProvider.System, NullLogger<SourceHttpClient>.Instance, firstRetryDelay: TimeSpan.FromMilliseconds(20));
    }

    public void Close() => _clients.ForEach(client => client.Dispose());
}
