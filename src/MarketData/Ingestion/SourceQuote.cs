using MarketData.Markets;

namespace MarketData.Ingestion;

/// <summary>What a source says of one asset, before the quality gate. Money is in US dollars.</summary>
public sealed record SourceQuote
{
    /// <summary>The asset's id at the source.</summary>
    public required string SourceId { get; init; }

    /// <summary>Ticker letters as the source writes them.</summary>
    public required string Symbol { get; init; }

    /// <summary>Display name.</summary>
    public required string Name { get; init; }

    /// <summary>Address of a logo; <see langword="null"/> if none.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>Price of one unit.</summary>
    public SourceNumber Price { get; init; }

    /// <summary>Market capitalisation.</summary>
    public SourceNumber MarketCap { get; init; }

    /// <summary>Fully diluted valuation.</summary>
    public SourceNumber FullyDilutedValuation { get; init; }

    /// <summary>Traded volume over the last 24 hours.</summary>
    public SourceNumber Volume24h { get; init; }

    /// <summary>Units in circulation.</summary>
    public SourceNumber CirculatingSupply { get; init; }

    /// <summary>
    /// Whether an absent circulating supply may be derived as market cap / price: true where the source computes its market caps
    /// from a supply that it does not show.
    /// </summary>
    public bool DerivesCirculatingSupply { get; init; }

    /// <summary>Units that exist.</summary>
    public SourceNumber TotalSupply { get; init; }

    /// <summary>Units that can ever exist.</summary>
    public SourceNumber MaxSupply { get; init; }

    /// <summary>Highest price of the last 24 hours.</summary>
    public SourceNumber High24h { get; init; }

    /// <summary>Lowest price of the last 24 hours.</summary>
    public SourceNumber Low24h { get; init; }

    /// <summary>Change of the price over 24 hours.</summary>
    public SourceNumber PriceChange24h { get; init; }

    /// <summary>Change of the market cap over 24 hours.</summary>
    public SourceNumber MarketCapChange24h { get; init; }

    /// <summary>Change of the market cap over 24 hours, in percent.</summary>
    public SourceNumber MarketCapChangePercentage24h { get; init; }

    /// <summary>Change of the price over one hour, in percent; the other windows likewise.</summary>
    public SourceNumber Change1h { get; init; }

    /// <inheritdoc cref="Change1h"/>
    public SourceNumber Change24h { get; init; }

    /// <inheritdoc cref="Change1h"/>
    public SourceNumber Change7d { get; init; }

    /// <inheritdoc cref="Change1h"/>
    public SourceNumber Change14d { get; init; }

    /// <inheritdoc cref="Change1h"/>
    public SourceNumber Change30d { get; init; }

    /// <inheritdoc cref="Change1h"/>
    public SourceNumber Change200d { get; init; }

    /// <inheritdoc cref="Change1h"/>
    public SourceNumber Change1y { get; init; }

    /// <summary>All-time high.</summary>
    public SourceNumber Ath { get; init; }

    /// <summary>When the all-time high was.</summary>
    public DateTimeOffset? AthDate { get; init; }

    /// <summary>Distance of the price from the all-time high, in percent.</summary>
    public SourceNumber AthChangePercentage { get; init; }

    /// <summary>All-time low.</summary>
    public SourceNumber Atl { get; init; }

    /// <summary>When the all-time low was.</summary>
    public DateTimeOffset? AtlDate { get; init; }

    /// <summary>Distance of the price from the all-time low, in percent.</summary>
    public SourceNumber AtlChangePercentage { get; init; }

    /// <summary>Return on the price of the first sale; <see langword="null"/> if none.</summary>
    public SaleReturn? SaleReturn { get; init; }

    /// <summary>Rank by market cap at the source.</summary>
    public SourceNumber Rank { get; init; }

    /// <summary>Time of the figures by the source's clock; <see langword="null"/> if it gives none, which the gate refuses.</summary>
    public DateTimeOffset? AsOf { get; init; }
}
