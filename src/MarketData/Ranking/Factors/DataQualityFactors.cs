using MarketData.Markets;

namespace MarketData.Ranking.Factors;

/// <summary>How good the figures of an asset are.</summary>
internal static class DataQualityFactors
{
    private const string NoPrice = "No enabled source gives a price.";
    private const string OneSource = "Fewer than two fresh sources give a price.";

    private static readonly Func<Quote, object?>[] Figures =
    [
        quote => quote.MarketCap, quote => quote.FullyDilutedValuation, quote => quote.Volume24h, quote => quote.CirculatingSupply,
        quote => quote.TotalSupply, quote => quote.High24h, quote => quote.Low24h, quote => quote.Changes.H24, quote => quote.Changes.D7,
        quote => quote.Changes.D30, quote => quote.Ath, quote => quote.Atl,
    ];

    public static readonly IReadOnlyList<Factor> All =
    [
        new("quote_age", FactorGroup.DataQuality, "seconds", null, FactorSource.Sources, "our clock − the time of the newest source used", NoPrice,
            inputs => (inputs.Now - inputs.Figures?.AsOf)?.TotalSeconds),
        new("quote_delay", FactorGroup.DataQuality, "seconds", null, FactorSource.Sources, "time of receipt − the source's time", NoPrice,
            inputs => (inputs.Figures?.ReceivedAt - inputs.Figures?.AsOf)?.TotalSeconds),
        new("source_count", FactorGroup.DataQuality, "count", null, FactorSource.Sources, "sources that the price rests on", NoPrice,
            inputs => inputs.Row.Quote?.Sources.Count),
        new("source_spread", FactorGroup.DataQuality, "percent", null, FactorSource.Sources, "(highest − lowest price of the fresh sources) ÷ their median × 100", OneSource,
            inputs => inputs.Row.Quote?.Spread * 100),
        new("source_confidence", FactorGroup.DataQuality, "ratio", null, FactorSource.Sources, "1 − spread ÷ the largest spread that is accepted; 0 to 1", OneSource,
            inputs => inputs.Row.Quote?.Confidence),
        new("refusals", FactorGroup.DataQuality, "count", null, FactorSource.Sources, "figures that the gate refused in the last polls", "Never null.",
            inputs => inputs.Row.Refusals.Count),
        new("completeness", FactorGroup.DataQuality, "percent", null, FactorSource.Sources, "share of 12 figures (market cap, FDV, volume, supplies, range, changes, records) that are known", NoPrice,
            inputs => inputs.Figures is { } quote ? Figures.Count(figure => figure(quote) is not null) * 100.0 / Figures.Length : null),
        new("known_for", FactorGroup.DataQuality, "days", null, FactorSource.Sources, "days since this service first saw the asset", "Never null.",
            inputs => (inputs.Now - inputs.Asset.FirstSeen).TotalDays),
        .. Windows.Of([30, 365], "history_coverage_{window}", FactorGroup.DataQuality, "percent",
            "share of the last {days} days whose close is known", "Never null.",
            (inputs, days) => inputs.Days.Closes.AsSpan(AssetDays.Count - days).ToArray().Count(close => !double.IsNaN(close)) * 100.0 / days),
    ];
}
