using MarketData.Ingestion;

namespace MarketData.Markets;

/// <summary>Brings together what several sources say of one asset. Pure.</summary>
internal static class Consensus
{
    /// <summary>
    /// The consensus of one asset's quotes, at most one a source and in any order. With no fresh quote it is the newest one, stale.
    /// </summary>
    /// <param name="quotes">At least one.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="rules">Freshness, spread and order of preference.</param>
    public static ConsensusQuote Of(IReadOnlyList<Quote> quotes, DateTimeOffset now, ConsensusRules rules)
    {
        var fresh = quotes.Where(quote => now - quote.AsOf <= rules.StaleAfter).OrderBy(quote => rules.Preference(quote.Source)).ToList();
        if (fresh.Count == 0)
        {
            var newest = quotes.OrderByDescending(quote => quote.AsOf).ThenBy(quote => rules.Preference(quote.Source)).First();
            return Of(newest, [newest.Source], null, null, rules);
        }

        var spread = SpreadOf(fresh);

        // A median of two that contradict each other lies between them, where nobody saw a price.
        var used = fresh.Count == 2 && spread > rules.MaxSpread ? fresh[..1] : fresh;
        return Of(Combine(used), [.. used.Select(quote => quote.Source)], spread, fresh.Min(quote => quote.AsOf) + rules.StaleAfter, rules);
    }

    private static ConsensusQuote Of(Quote figures, IReadOnlyList<string> sources, double? spread, DateTimeOffset? changesAt, ConsensusRules rules)
    {
        var (marketCap, marketCapBasis) = MarketCapOf(figures);
        var (fdv, fdvBasis) = FullyDilutedValuationOf(figures);
        return new ConsensusQuote
        {
            Figures = figures with { MarketCap = marketCap, FullyDilutedValuation = fdv },
            MarketCapBasis = marketCapBasis,
            FdvBasis = fdvBasis,
            Sources = sources,
            Spread = spread,
            Confidence = spread is { } distance ? 1 - Math.Min(1, distance / rules.MaxSpread) : null,
            Stale = changesAt is null,
            ChangesAt = changesAt,
        };
    }

    /// <summary>The market cap and what it rests on.</summary>
    public static (decimal? Value, MarketCapBasis? Basis) MarketCapOf(Quote quote)
    {
        if (quote.MarketCap is { } stated)
        {
            return (stated, MarketCapBasis.Provider);
        }

        var computed = Money.Multiply(quote.Price, quote.CirculatingSupply);
        return (computed, computed is null ? null : MarketCapBasis.CirculatingSupply);
    }

    /// <summary>The fully diluted valuation and what it rests on.</summary>
    public static (decimal? Value, FdvBasis? Basis) FullyDilutedValuationOf(Quote quote)
    {
        if (quote.FullyDilutedValuation is { } stated)
        {
            return (stated, FdvBasis.Provider);
        }

        if (quote.TotalSupply is not null)
        {
            var ofTotal = Money.Multiply(quote.Price, quote.TotalSupply);
            return (ofTotal, ofTotal is null ? null : FdvBasis.TotalSupply);
        }

        var ofMax = Money.Multiply(quote.Price, quote.MaxSupply);
        return (ofMax, ofMax is null ? null : FdvBasis.MaxSupply);
    }

    private static Quote Combine(List<Quote> used)
    {
        if (used.Count == 1)
        {
            return used[0];
        }

        var filled = used[0];
        foreach (var other in used.Skip(1))
        {
            filled = filled.FilledFrom(other);
        }

        return filled with
        {
            Price = Money.Median([.. used.Select(quote => quote.Price)]),
            MarketCap = MedianOf(used, quote => quote.MarketCap),
            FullyDilutedValuation = MedianOf(used, quote => quote.FullyDilutedValuation),
            Volume24h = MedianOf(used, quote => quote.Volume24h),
            AthChangePercentage = null,
            AtlChangePercentage = null,
            AsOf = used.Max(quote => quote.AsOf),
            ReceivedAt = used.Max(quote => quote.ReceivedAt),
        };
    }

    private static decimal? MedianOf(List<Quote> quotes, Func<Quote, decimal?> figure)
    {
        var known = quotes.Select(figure).OfType<decimal>().ToList();
        return known.Count == 0 ? null : Money.Median(known);
    }

    private static double? SpreadOf(List<Quote> quotes)
    {
        if (quotes.Count < 2)
        {
            return null;
        }

        var prices = quotes.Select(quote => quote.Price).ToList();
        var median = Money.Median(prices);
        return (double)(prices[^1] - prices[0]) / (double)median;
    }
}

/// <summary>Settings of the consensus; see <see cref="MarketsOptions"/>.</summary>
internal sealed record ConsensusRules(TimeSpan StaleAfter, double MaxSpread, IReadOnlyList<string> Priority)
{
    private static readonly string[] DefaultPriority = [SourceNames.CoinGecko, SourceNames.CoinPaprika, SourceNames.Sample];

    public static ConsensusRules From(MarketsOptions options) =>
        new(options.StaleAfter, options.MaxSpread, options.SourcePriority.Count == 0 ? DefaultPriority : [.. options.SourcePriority]);

    /// <summary>Sort key of a source: the lower, the more preferred; sources that are not named come last, by name.</summary>
    public (int Position, string Name) Preference(string source)
    {
        for (var i = 0; i < Priority.Count; i++)
        {
            if (string.Equals(Priority[i], source, StringComparison.OrdinalIgnoreCase))
            {
                return (i, source);
            }
        }

        return (Priority.Count, source);
    }
}
