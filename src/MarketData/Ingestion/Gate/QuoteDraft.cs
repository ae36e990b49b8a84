using System.Globalization;
using MarketData.Markets;

namespace MarketData.Ingestion.Gate;

/// <summary>A quote on its way through the gate. Rules take figures out of it, or refuse it whole.</summary>
internal sealed class QuoteDraft
{
    private readonly List<Refusal> _refusals = [];

    public QuoteDraft(SourceQuote raw, string source, int assetId, Quote? held, IReadOnlyList<Quote> others, DateTimeOffset receivedAt)
    {
        Raw = raw;
        Source = source;
        AssetId = assetId;
        Held = held;
        Others = others;
        ReceivedAt = receivedAt;
        Price = raw.Price.Exact;
        MarketCap = KnownOrNull(raw.MarketCap);
        FullyDilutedValuation = KnownOrNull(raw.FullyDilutedValuation);
        Volume24h = raw.Volume24h.Exact;
        CirculatingSupply = KnownOrNull(raw.CirculatingSupply);
        TotalSupply = KnownOrNull(raw.TotalSupply);
        MaxSupply = KnownOrNull(raw.MaxSupply);
        High24h = KnownOrNull(raw.High24h);
        Low24h = KnownOrNull(raw.Low24h);
        Ath = KnownOrNull(raw.Ath);
        Atl = KnownOrNull(raw.Atl);
    }

    /// <summary>What the source said.</summary>
    public SourceQuote Raw { get; }

    public string Source { get; }

    public int AssetId { get; }

    /// <summary>The quote of this asset that we hold from this source; null if none.</summary>
    public Quote? Held { get; }

    /// <summary>The quotes of this asset that we hold from other sources.</summary>
    public IReadOnlyList<Quote> Others { get; }

    /// <summary>Our clock.</summary>
    public DateTimeOffset ReceivedAt { get; }

    public decimal? Price { get; }

    public decimal? MarketCap { get; set; }

    public decimal? FullyDilutedValuation { get; set; }

    public decimal? Volume24h { get; set; }

    public decimal? CirculatingSupply { get; set; }

    public decimal? TotalSupply { get; set; }

    public decimal? MaxSupply { get; set; }

    public decimal? High24h { get; set; }

    public decimal? Low24h { get; set; }

    public decimal? Ath { get; set; }

    public decimal? Atl { get; set; }

    /// <summary>Whether a rule refused the whole quote.</summary>
    public bool IsRefused { get; private set; }

    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>Refuses the whole quote.</summary>
    public void Refuse(string rule, object? value, string reason)
    {
        IsRefused = true;
        _refusals.Add(new Refusal(rule, Refusal.WholeQuote, Text(value), reason));
    }

    /// <summary>Records that one figure is refused; the rule takes it out of the draft itself.</summary>
    public void RefuseField(string rule, string field, object? value, string reason) =>
        _refusals.Add(new Refusal(rule, field, Text(value), reason));

    /// <summary>The quote that is left. Call only when the draft is not refused.</summary>
    public Quote ToQuote()
    {
        var derivesSupply = CirculatingSupply is null && Raw.DerivesCirculatingSupply && MarketCap is not null;
        return new Quote
        {
            AssetId = AssetId,
            Source = Source,
            Price = Price!.Value,
            MarketCap = MarketCap,
            FullyDilutedValuation = FullyDilutedValuation,
            Volume24h = Volume24h,
            CirculatingSupply = derivesSupply ? Money.Divide(MarketCap, Price) : CirculatingSupply,
            CirculatingSupplyBasis = derivesSupply ? SupplyBasis.MarketCapOverPrice : SupplyBasis.Provider,
            TotalSupply = TotalSupply,
            MaxSupply = MaxSupply,
            High24h = High24h,
            Low24h = Low24h,
            PriceChange24h = Raw.PriceChange24h.Exact,
            MarketCapChange24h = Raw.MarketCapChange24h.Exact,
            MarketCapChangePercentage24h = Raw.MarketCapChangePercentage24h.Approximate,
            Changes = new PriceChanges(
                Raw.Change1h.Approximate,
                Raw.Change24h.Approximate,
                Raw.Change7d.Approximate,
                Raw.Change14d.Approximate,
                Raw.Change30d.Approximate,
                Raw.Change200d.Approximate,
                Raw.Change1y.Approximate),
            Ath = Ath,
            AthDate = Raw.AthDate,
            AthChangePercentage = Ath is null ? null : Raw.AthChangePercentage.Approximate,
            Atl = Atl,
            AtlDate = Raw.AtlDate,
            AtlChangePercentage = Atl is null ? null : Raw.AtlChangePercentage.Approximate,
            SaleReturn = Raw.SaleReturn,
            SourceRank = Raw.Rank.Exact is >= 1 and <= int.MaxValue ? (int)Raw.Rank.Exact : null,
            AsOf = Raw.AsOf!.Value,
            ReceivedAt = ReceivedAt,
        };
    }

    /// <summary>Sources write zero for "unknown" in figures that cannot be zero.</summary>
    private static decimal? KnownOrNull(SourceNumber number) => number.Exact == 0 ? null : number.Exact;

    private static string? Text(object? value) => value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
}

/// <summary>A figure that a rule refused.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Field">The figure's name as in the API, or <see cref="WholeQuote"/>.</param>
/// <param name="Value">What the source said; null if nothing.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record Refusal(string Rule, string Field, string? Value, string Reason)
{
    public const string WholeQuote = "quote";
}
