namespace MarketData.IntegrationTests.Upstream;

/// <summary>A request that <see cref="FakeUpstream"/> has seen.</summary>
/// <param name="At">When it came, by the upstream's clock.</param>
/// <param name="Path">Path, such as <c>/v1/tickers</c>.</param>
/// <param name="Query">Query with its question mark; empty if none.</param>
/// <param name="Headers">Headers by name, without regard to case.</param>
/// <param name="Fault">The fault it was answered with; null if it got the right answer.</param>
internal sealed record UpstreamRequest(
    DateTimeOffset At, string Path, string Query, IReadOnlyDictionary<string, string> Headers, UpstreamFault? Fault);
