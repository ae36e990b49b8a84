namespace MarketData.Markets;

/// <summary>The latest accepted figures of one asset at one source. Money is in US dollars.</summary>
/// <remarks>
/// A field is <see langword="null"/> when the source gave none, gave zero for "unknown", or the quality gate refused it.
/// What several sources say of one asset is brought together by the consensus.
/// </remarks>
public sealed record Quote
{
    /// <summary>Our internal key of the asset.</summary>
    public required int AssetId { get; init; }

    /// <summary>Name of the source, such as <c>coingecko</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Price of one unit; always greater than zero.</summary>
    public required decimal Price { get; init; }

    /// <summary>Market capitalisation as the source states it.</summary>
    public decimal? MarketCap { get; init; }

    /// <summary>Fully diluted valuation as the source states it.</summary>
    public decimal? FullyDilutedValuation { get; init; }

    /// <summary>Traded volume over the last 24 hours. Zero is a fact here: nothing was traded.</summary>
    public decimal? Volume24h { get; init; }

    /// <summary>Units in circulation.</summary>
    public decimal? CirculatingSupply { get; init; }

    /// <summary>Whether the source stated the circulating supply, or it was derived from its market cap and price.</summary>
    public SupplyBasis CirculatingSupplyBasis { get; init; }

    /// <summary>Units that exist, burned ones deducted.</summary>
    public decimal? TotalSupply { get; init; }

    /// <summary>Units that can ever exist; <see langword="null"/> if unknown or unlimited.</summary>
    public decimal? MaxSupply { get; init; }

    /// <summary>Highest price of the last 24 hours.</summary>
    public decimal? High24h { get; init; }

    /// <summary>Lowest price of the last 24 hours.</summary>
    public decimal? Low24h { get; init; }

    /// <summary>Change of the price over 24 hours.</summary>
    public decimal? PriceChange24h { get; init; }

    /// <summary>Change of the market cap over 24 hours.</summary>
    public decimal? MarketCapChange24h { get; init; }

    /// <summary>Change of the market cap over 24 hours, in percent.</summary>
    public double? MarketCapChangePercentage24h { get; init; }

    /// <summary>Changes of the price per window, in percent.</summary>
    public PriceChanges Changes { get; init; }

    /// <summary>All-time high.</summary>
    public decimal? Ath { get; init; }

    /// <summary>When the all-time high was, by the source's clock.</summary>
    public DateTimeOffset? AthDate { get; init; }

    /// <summary>
    /// Distance of this price from the all-time high in percent, as the source states it; <see langword="null"/> where it has to be computed.
    /// Never filled from an earlier quote: it belongs to the price.
    /// </summary>
    public double? AthChangePercentage { get; init; }

    /// <summary>All-time low.</summary>
    public decimal? Atl { get; init; }

    /// <summary>When the all-time low was, by the source's clock.</summary>
    public DateTimeOffset? AtlDate { get; init; }

    /// <inheritdoc cref="AthChangePercentage"/>
    public double? AtlChangePercentage { get; init; }

    /// <summary>Return on the price of the first sale, as the source states it.</summary>
    public SaleReturn? SaleReturn { get; init; }

    /// <summary>Rank by market cap as the source counts it.</summary>
    public int? SourceRank { get; init; }

    /// <summary>Time of the figures by the source's clock, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Time we received the figures by our clock, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>This quote, with what it does not know filled from an earlier one: unknown never overwrites a known value.</summary>
    public Quote FilledFrom(Quote earlier) => this with
    {
        MarketCap = MarketCap ?? earlier.MarketCap,
        FullyDilutedValuation = FullyDilutedValuation ?? earlier.FullyDilutedValuation,
        Volume24h = Volume24h ?? earlier.Volume24h,
        CirculatingSupply = CirculatingSupply ?? earlier.CirculatingSupply,
        CirculatingSupplyBasis = CirculatingSupply is null ? earlier.CirculatingSupplyBasis : CirculatingSupplyBasis,
        TotalSupply = TotalSupply ?? earlier.TotalSupply,
        MaxSupply = MaxSupply ?? earlier.MaxSupply,
        High24h = High24h ?? earlier.High24h,
        Low24h = Low24h ?? earlier.Low24h,
        PriceChange24h = PriceChange24h ?? earlier.PriceChange24h,
        MarketCapChange24h = MarketCapChange24h ?? earlier.MarketCapChange24h,
        MarketCapChangePercentage24h = MarketCapChangePercentage24h ?? earlier.MarketCapChangePercentage24h,
        Changes = Changes.FilledFrom(earlier.Changes),
        Ath = Ath ?? earlier.Ath,
        AthDate = Ath is null ? earlier.AthDate : AthDate,
        Atl = Atl ?? earlier.Atl,
        AtlDate = Atl is null ? earlier.AtlDate : AtlDate,
        SaleReturn = SaleReturn ?? earlier.SaleReturn,
        SourceRank = SourceRank ?? earlier.SourceRank,
    };
}
