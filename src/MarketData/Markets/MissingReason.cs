namespace MarketData.Markets;

/// <summary>Why a figure is missing.</summary>
public enum MissingReason
{
    /// <summary>No asset answers to what was asked for.</summary>
    UnknownAsset = 0,

    /// <summary>The asset is known, but no enabled source gives a price.</summary>
    NoPrice,

    /// <summary>The supply that the figure is computed from is not known.</summary>
    NoSupply,

    /// <summary>No enabled source gives the figure.</summary>
    NotProvided,

    /// <summary>The quality gate refused what the source said; <c>GET /v1/quarantine</c> has the value and the reason.</summary>
    Quarantined,

    /// <summary>There is a figure, but it is older than the limit and only fresh ones were asked for.</summary>
    Stale,

    /// <summary>The amount in the currency asked for is beyond what an exact decimal can hold.</summary>
    OutOfRange,
}
