using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion.Gate;

public sealed class QuoteDraftTests
{
    [Fact]
    public void ToQuote_AllGiven_TakesEveryFigure()
    {
        var raw = Make.Raw(100m) with
        {
            MarketCap = Make.Number(1m),
            FullyDilutedValuation = Make.Number(2m),
            Volume24h = Make.Number(3m),
            CirculatingSupply = Make.Number(4m),
            TotalSupply = Make.Number(5m),
            MaxSupply = Make.Number(6m),
            High24h = Make.Number(7m),
            Low24h = Make.Number(8m),
            PriceChange24h = Make.Number(-9m),
            MarketCapChange24h = Make.Number(-10m),
            MarketCapChangePercentage24h = Make.Number(-11.5m),
            Change1h = Make.Number(12m),
            Change24h = Make.Number(13m),
            Change7d = Make.Number(14m),
            Change14d = Make.Number(15m),
            Change30d = Make.Number(16m),
            Change200d = Make.Number(17m),
            Change1y = Make.Json("8.7e36"),
            Ath = Make.Number(19m),
            AthDate = Make.Now.AddDays(-20),
            AthChangePercentage = Make.Number(-20.5m),
            Atl = Make.Number(21m),
            AtlDate = Make.Now.AddDays(-22),
            AtlChangePercentage = Make.Json("8.7e36"),
            SaleReturn = new SaleReturn(1.5, "eth", 150),
            Rank = Make.Number(23m),
            AsOf = Make.Now.AddMinutes(-1),
        };

        Make.Draft(raw).ToQuote().ShouldBe(new Quote
        {
            AssetId = 1,
            Source = "coingecko",
            Price = 100m,
            MarketCap = 1m,
            FullyDilutedValuation = 2m,
            Volume24h = 3m,
            CirculatingSupply = 4m,
            CirculatingSupplyBasis = SupplyBasis.Provider,
            TotalSupply = 5m,
            MaxSupply = 6m,
            High24h = 7m,
            Low24h = 8m,
            PriceChange24h = -9m,
            MarketCapChange24h = -10m,
            MarketCapChangePercentage24h = -11.5,
            Changes = new PriceChanges(12, 13, 14, 15, 16, 17, 8.7e36),
            Ath = 19m,
            AthDate = Make.Now.AddDays(-20),
            AthChangePercentage = -20.5,
            Atl = 21m,
            AtlDate = Make.Now.AddDays(-22),
            AtlChangePercentage = 8.7e36,
            SaleReturn = new SaleReturn(1.5, "eth", 150),
            SourceRank = 23,
            AsOf = Make.Now.AddMinutes(-1),
            ReceivedAt = Make.Now,
        });
    }

    [Fact]
    public void ToQuote_NothingButPriceAndTime_LeavesTheRestUnknown() =>
        Make.Draft(Make.Raw(100m)).ToQuote().ShouldBe(Make.Quote(100m));

    [Fact]
    public void ToQuote_Zeros_AreUnknownButForVolumeAndChanges()
    {
        var quote = Make.Draft(RawFigures.All(0m)).ToQuote();

        quote.ShouldBe(Make.Quote(100m) with
        {
            Volume24h = 0m,
            PriceChange24h = 0m,
            MarketCapChange24h = 0m,
            MarketCapChangePercentage24h = 0,
            Changes = new PriceChanges(0, 0, 0, 0, 0, 0, 0),
        });
    }

    [Fact]
    public void ToQuote_SourceDerivesItsSupply_DividesMarketCapByPrice()
    {
        var raw = Make.Raw(100m) with { MarketCap = Make.Number(2500m), DerivesCirculatingSupply = true };

        var quote = Make.Draft(raw).ToQuote();

        quote.CirculatingSupply.ShouldBe(25m);
        quote.CirculatingSupplyBasis.ShouldBe(SupplyBasis.MarketCapOverPrice);
    }

    [Fact]
    public void ToQuote_SourceStatesItsSupply_IsNotDerived()
    {
        var raw = Make.Raw(100m) with
        {
            MarketCap = Make.Number(2500m),
            CirculatingSupply = Make.Number(24m),
            DerivesCirculatingSupply = true,
        };

        var quote = Make.Draft(raw).ToQuote();

        quote.CirculatingSupply.ShouldBe(24m);
        quote.CirculatingSupplyBasis.ShouldBe(SupplyBasis.Provider);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 0)]
    [InlineData(false, 2500)]
    public void ToQuote_NothingToDeriveFrom_LeavesTheSupplyUnknown(bool derives, int? marketCap)
    {
        var raw = Make.Raw(100m) with { MarketCap = SourceNumber.Of((decimal?)marketCap), DerivesCirculatingSupply = derives };

        var quote = Make.Draft(raw).ToQuote();

        quote.CirculatingSupply.ShouldBeNull();
        quote.CirculatingSupplyBasis.ShouldBe(SupplyBasis.Provider);
    }

    [Fact]
    public void ToQuote_DerivedSupplyBeyondADecimal_LeavesItUnknown()
    {
        var raw = Make.Raw(new decimal(1, 0, 0, false, 28)) with { MarketCap = Make.Number(1_000_000m), DerivesCirculatingSupply = true };

        Make.Draft(raw).ToQuote().CirculatingSupply.ShouldBeNull();
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2147483647", 2147483647)]
    [InlineData("2147483648", null)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    public void ToQuote_Rank_IsTakenWhereItIsOne(string rank, int? expected) =>
        Make.Draft(Make.Raw() with { Rank = Make.Json(rank) }).ToQuote().SourceRank.ShouldBe(expected);

    [Fact]
    public void Refuse_AnyValue_IsWrittenWithoutCulture()
    {
        var draft = Make.Draft(Make.Raw());

        draft.RefuseField("rule", "field", 1234.50m, "Reason.");
        draft.RefuseField("rule", "field", null, "Reason.");
        draft.IsRefused.ShouldBeFalse();
        draft.Refuse("rule", 0.5, "Reason.");

        draft.IsRefused.ShouldBeTrue();
        draft.Refusals.Select(refusal => refusal.Value).ShouldBe(["1234.50", null, "0.5"]);
        draft.Refusals.Select(refusal => refusal.Field).ShouldBe(["field", "field", "quote"]);
    }
}
