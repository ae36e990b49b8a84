using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>DefiLlama: value locked in protocols, and contract addresses of their tokens.</summary>
/// <remarks>
/// <c>/protocols</c> lists the children of a parent protocol and not the parent, so that summing the rows of one CoinGecko id counts
/// nothing twice. Rows without a CoinGecko id are many and left out.
/// </remarks>
internal sealed class DefiLlamaSource(SourceHttpClient http, DefiLlamaOptions options, TimeProvider time) : IMarketDataSource
{
    /// <summary>More US dollars than there are. Sums of plausible rows cannot overflow.</summary>
    internal const decimal MostTvl = 1e15m;

    private const double LeastTvl = 0.01;

    public string Name => SourceNames.DefiLlama;

    public TimeSpan Interval => options.Interval;

    public bool GivesQuotes => false;

    public SourceBudget Budget => http.Budget.Current;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public async Task<SourceBatch> FetchAsync(CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var protocols = await poll.GetRowsAsync("protocols", SourceJsonContext.Default.DefiLlamaProtocol, cancellationToken);
        if (protocols.Count == 0)
        {
            throw poll.Empty();
        }

        var receivedAt = time.GetUtcNow();
        var known = protocols.OfType<DefiLlamaProtocol>().Where(protocol => !string.IsNullOrWhiteSpace(protocol.GeckoId)).ToList();
        var unusable = known.Count(IsUnusable);

        return new SourceBatch
        {
            ReceivedAt = receivedAt,
            Tvls = SumByAsset(known),
            Contracts = FindContracts(known),
            Requests = poll.Requests,
            Failures = unusable > 0 ? [$"protocols: {unusable} rows whose tvl cannot be used"] : [],
        };
    }

    private static List<SourceTvl> SumByAsset(List<DefiLlamaProtocol> protocols) =>
    [
        .. from protocol in protocols
           where protocol.Tvl.Exact is >= 0 and <= MostTvl
           group protocol by protocol.GeckoId into asset
           select new SourceTvl(
               asset.Key,
               asset.Sum(protocol => protocol.Tvl.Exact!.Value),
               [.. asset.Select(protocol => protocol.Category).OfType<string>().Where(category => category.Length > 0).Distinct()]),
    ];

    private static List<SourceContract> FindContracts(List<DefiLlamaProtocol> protocols) =>
    [
        .. protocols
            .Select(protocol => DefiLlamaAddress.TryParse(protocol.Address, out var platform, out var address)
                ? new SourceContract(protocol.GeckoId!, platform, address)
                : null)
            .OfType<SourceContract>()
            .Distinct(),
    ];

    /// <summary>A value that is given and cannot be taken. Less than a cent of dust with more digits than a decimal has is no failure.</summary>
    private static bool IsUnusable(DefiLlamaProtocol protocol) => protocol.Tvl switch
    {
        { State: SourceNumberState.Missing } => false,
        { Exact: { } exact } => exact is < 0 or > MostTvl,
        { Approximate: { } approximate } => Math.Abs(approximate) >= LeastTvl,
        _ => true,
    };
}

/// <summary>A row of DefiLlama's <c>/protocols</c>.</summary>
internal sealed class DefiLlamaProtocol
{
    public string? GeckoId { get; set; }

    public string? Slug { get; set; }

    public string? Address { get; set; }

    public string? Category { get; set; }

    public SourceNumber Tvl { get; set; }
}
