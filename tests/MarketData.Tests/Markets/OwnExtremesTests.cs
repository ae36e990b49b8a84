using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class OwnExtremesTests
{
    private static readonly DateTimeOffset Stated = new(2021, 11, 10, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Seen = new(2025, 8, 14, 7, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Complete_OwnHistoryIsBeyond_TakesPriceAndDateTogether()
    {
        var quote = OwnExtremes.Complete(Quote(100m, 10m), Own(ExtremeKind.Ath, 101m), Own(ExtremeKind.Atl, 9m));

        (quote.Figures.Ath, quote.Figures.AthDate, quote.AthBasis).ShouldBe((101m, Seen, ExtremeBasis.OwnHistory));
        (quote.Figures.Atl, quote.Figures.AtlDate, quote.AtlBasis).ShouldBe((9m, Seen, ExtremeBasis.OwnHistory));
        (quote.Figures.AthChangePercentage, quote.Figures.AtlChangePercentage).ShouldBe((null, null));
    }

    [Fact]
    public void Complete_SourceIsBeyondOrEqual_Stays()
    {
        var quote = OwnExtremes.Complete(Quote(100m, 10m), Own(ExtremeKind.Ath, 100m), Own(ExtremeKind.Atl, 11m));

        (quote.Figures.Ath, quote.Figures.AthDate, quote.AthBasis).ShouldBe((100m, Stated, ExtremeBasis.Provider));
        (quote.Figures.Atl, quote.Figures.AtlDate, quote.AtlBasis).ShouldBe((10m, Stated, ExtremeBasis.Provider));
        (quote.Figures.AthChangePercentage, quote.Figures.AtlChangePercentage).ShouldBe((-50.1, 400.2));
    }

    [Fact]
    public void Complete_NobodyKnows_IsUnknown()
    {
        var quote = OwnExtremes.Complete(Quote(null, null), null, null);

        (quote.Figures.Ath, quote.AthBasis, quote.Figures.Atl, quote.AtlBasis).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void FilledFrom_RecordWithoutADate_HasNone() =>
        (Figures(6m, null) with { AthDate = null }).FilledFrom(Figures(5m, null)).AthDate.ShouldBeNull();

    private static ConsensusQuote Quote(decimal? ath, decimal? atl) =>
        new() { Figures = Figures(ath, atl), Sources = ["coingecko"], Stale = false, ChangesAt = null };

    private static Quote Figures(decimal? ath, decimal? atl) => new()
    {
        AssetId = 1,
        Source = "coingecko",
        Price = 50m,
        Ath = ath,
        AthDate = ath is null ? null : Stated,
        AthChangePercentage = ath is null ? null : -50.1,
        Atl = atl,
        AtlDate = atl is null ? null : Stated,
        AtlChangePercentage = atl is null ? null : 400.2,
        AsOf = Seen,
        ReceivedAt = Seen,
    };

    private static PriceExtreme Own(ExtremeKind kind, decimal price) => new(1, kind, price, Seen, "import");
}
