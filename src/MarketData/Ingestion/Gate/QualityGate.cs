using MarketData.Ingestion.Gate.Rules;
using MarketData.Markets;
using Microsoft.Extensions.Options;

namespace MarketData.Ingestion.Gate;

/// <summary>
/// Decides which figures of a poll are believed. Keeps in memory what waits for confirmation; called from one thread at a time.
/// </summary>
internal sealed class QualityGate(IOptions<GateOptions> options)
{
    private readonly IReadOnlyList<IQuoteRule> _rules =
    [
        new FieldTypeRule(),
        new PriceRule(),
        new SourceTimeRule(options.Value.ClockTolerance),
        new OlderRule(),
        new JumpRule(options.Value),
        new NegativeFigureRule(),
        new MarketCapRule(options.Value.MarketCapTolerance),
        new SupplyOrderRule(options.Value.SupplyTolerance),
    ];

    /// <summary>Checks one quote.</summary>
    /// <param name="raw">What the source said.</param>
    /// <param name="source">Name of the source.</param>
    /// <param name="assetId">The asset it is about.</param>
    /// <param name="held">The quotes that we hold of this asset, at most one a source.</param>
    /// <param name="receivedAt">When it came, by our clock.</param>
    public GateVerdict Check(SourceQuote raw, string source, int assetId, IReadOnlyList<Quote> held, DateTimeOffset receivedAt)
    {
        var own = held.FirstOrDefault(quote => quote.Source == source);
        var draft = new QuoteDraft(raw, source, assetId, own, [.. held.Where(quote => quote.Source != source)], receivedAt);
        foreach (var rule in _rules)
        {
            rule.Check(draft);
            if (draft.IsRefused)
            {
                return new GateVerdict(null, draft.Refusals);
            }
        }

        return new GateVerdict(draft.ToQuote(), draft.Refusals);
    }
}

/// <summary>What the gate says of one quote.</summary>
/// <param name="Accepted">The quote without the refused figures; null if it is refused whole.</param>
/// <param name="Refusals">What was refused; empty if nothing was.</param>
internal sealed record GateVerdict(Quote? Accepted, IReadOnlyList<Refusal> Refusals);
