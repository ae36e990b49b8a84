using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>Sums over a group of assets. Money is in US dollars.</summary>
internal sealed record MarketTotals
{
    /// <summary>Assets in the group.</summary>
    public required int Assets { get; init; }

    /// <summary>Those with a market cap, over which it is summed.</summary>
    public required int AssetsWithMarketCap { get; init; }

    /// <summary>Sum of the market caps that are known; null if none is.</summary>
    public required decimal? MarketCap { get; init; }

    /// <summary>Sum of the volumes that are known; null if none is.</summary>
    public required decimal? Volume24h { get; init; }

    /// <summary>
    /// Change of the market cap over 24 hours in percent, over the members whose change is known, each weighted by its market cap at
    /// the window's start; null if none is.
    /// </summary>
    public required double? MarketCapChangePercentage24h { get; init; }

    /// <summary>Sums over rows.</summary>
    public static MarketTotals Over(IEnumerable<MarketRow> rows)
    {
        int assets = 0, withMarketCap = 0;
        var marketCap = new Sum();
        var volume = new Sum();
        double capNow = 0, capBefore = 0;
        foreach (var row in rows)
        {
            assets++;
            volume.Add(row.Volume24h);
            if (row.MarketCap is not { } cap)
            {
                continue;
            }

            withMarketCap++;
            marketCap.Add(cap);
            if ((row.Quote!.Figures.MarketCapChangePercentage24h ?? row.Quote.Figures.Changes.H24) is > -100 and var change)
            {
                capNow += (double)cap;
                capBefore += (double)cap / (1 + (change / 100));
            }
        }

        return new MarketTotals
        {
            Assets = assets,
            AssetsWithMarketCap = withMarketCap,
            MarketCap = marketCap.Total,
            Volume24h = volume.Total,
            MarketCapChangePercentage24h = capBefore > 0 ? ((capNow / capBefore) - 1) * 100 : null,
        };
    }

    /// <summary>A sum of what is known; unknown if nothing is, or if it is beyond the range of a decimal.</summary>
    private sealed class Sum
    {
        private bool _isBeyondRange;

        public decimal? Total { get; private set; }

        public void Add(decimal? value)
        {
            if (value is not null && !_isBeyondRange)
            {
                Total = Total is null ? value : Money.Add(Total, value);
                _isBeyondRange = Total is null;
            }
        }
    }
}
