using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Snapshots;

/// <summary>Rows and snapshots made by hand.</summary>
internal static class MakeSnapshot
{
    public static MarketRow Row(string slug, Quote? figures = null) => new()
    {
        Asset = Make.Asset(1, slug),
        Quote = figures is null ? null : Consensus.Of([figures], Make.Now, ConsensusRules.From(new MarketsOptions())),
        SourceQuotes = figures is null ? [] : [figures],
        Refusals = [],
        Categories = [],
        Contracts = [],
        SourceIds = [],
    };

    public static SnapshotBuilder Builder(MarketsOptions? options = null, params string[] sources) =>
        new(Options.Create(options ?? new MarketsOptions()), new EnabledSources(sources.Select(name => new ScriptedSource(name))));

    public static MarketSnapshot Of(MarketState state, params string[] sources) =>
        Builder(null, sources.Length == 0 ? [SourceNames.CoinGecko, SourceNames.CoinPaprika] : sources)
            .Build(new MarketBook(state), Make.Now, 0);

    public static MarketState State(params (Asset Asset, Quote[] Quotes)[] assets) => new()
    {
        Assets = [.. assets.Select(entry => entry.Asset)],
        Quotes = [.. assets.SelectMany(entry => entry.Quotes.Select(quote => quote with { AssetId = entry.Asset.Id }))],
    };
}
