using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Ingestion.Gate;

public sealed class QualityGateTests
{
    private readonly QualityGate _gate = new(Options.Create(new GateOptions()));

    [Fact]
    public void Check_GoodQuote_AcceptsItWhole()
    {
        var verdict = Check(Make.Raw(100m) with { MarketCap = Make.Number(1000m), CirculatingSupply = Make.Number(10m) });

        verdict.Refusals.ShouldBeEmpty();
        verdict.Accepted.ShouldBe(Make.Quote(100m) with { MarketCap = 1000m, CirculatingSupply = 10m });
    }

    [Fact]
    public void Check_OneFieldBad_AcceptsTheRest()
    {
        var verdict = Check(Make.Raw(100m) with { MarketCap = Make.Words("\"lots\""), CirculatingSupply = Make.Number(10m) });

        verdict.Refusals.ShouldHaveSingleItem().Field.ShouldBe("market_cap");
        verdict.Accepted.ShouldBe(Make.Quote(100m) with { CirculatingSupply = 10m });
    }

    [Fact]
    public void Check_QuoteRefused_GivesNone()
    {
        var verdict = Check(Make.Raw(0m));

        verdict.Accepted.ShouldBeNull();
        verdict.Refusals.ShouldHaveSingleItem().Rule.ShouldBe("price");
    }

    [Fact]
    public void Check_FieldThenQuoteRefused_RecordsBothInOrder()
    {
        var verdict = Check(Make.Raw(0m) with { MarketCap = Make.Words("x") });

        verdict.Refusals.Select(refusal => (refusal.Rule, refusal.Field)).ShouldBe([("field_type", "market_cap"), ("price", "quote")]);
    }

    [Fact]
    public void Check_QuoteRefused_LaterRulesDoNotRun()
    {
        // An old quote says nothing of a jump: were it counted, stale answers could confirm one.
        var held = Make.Quote(100m, asOf: Make.Now);
        var verdict = Check(Make.Raw(1000m) with { AsOf = Make.Now.AddMinutes(-1) }, held);

        verdict.Refusals.ShouldHaveSingleItem().Rule.ShouldBe("older");
    }

    [Fact]
    public void Check_RangeAndOrderOfSupplies_NegativeBoundIsGoneBeforeTheOrderIsTested()
    {
        var verdict = Check(Make.Raw() with { CirculatingSupply = Make.Number(10m), TotalSupply = Make.Number(-5m) });

        verdict.Refusals.ShouldHaveSingleItem().Rule.ShouldBe("negative");
        verdict.Accepted!.CirculatingSupply.ShouldBe(10m);
        verdict.Accepted.TotalSupply.ShouldBeNull();
    }

    [Fact]
    public void Check_NegativeSupply_IsNotComparedWithTheMarketCap()
    {
        var verdict = Check(Make.Raw(100m) with { MarketCap = Make.Number(1000m), CirculatingSupply = Make.Number(-10m) });

        verdict.Refusals.ShouldHaveSingleItem().Rule.ShouldBe("negative");
        verdict.Accepted!.MarketCap.ShouldBe(1000m);
    }

    [Fact]
    public void Check_HeldOfSeveralSources_ComparesWithTheOwnOne()
    {
        var paprika = Make.Quote(5m, "coinpaprika", asOf: Make.Now.AddMinutes(-10));
        var gecko = Make.Quote(100m, "coingecko", asOf: Make.Now.AddMinutes(-5));

        Check(Make.Raw(101m), paprika, gecko).Accepted!.Price.ShouldBe(101m);
        Check(Make.Raw(1000m), paprika, gecko).Refusals.ShouldHaveSingleItem().Rule.ShouldBe("jump");
    }

    [Fact]
    public void Check_JumpThatAnotherSourceSaysToo_IsAcceptedAtOnce()
    {
        var gecko = Make.Quote(100m, "coingecko", asOf: Make.Now.AddMinutes(-5));
        var paprika = Make.Quote(1010m, "coinpaprika", asOf: Make.Now.AddMinutes(-1));

        Check(Make.Raw(1000m), gecko, paprika).Accepted!.Price.ShouldBe(1000m);
    }

    [Fact]
    public void Check_Options_ReachTheRules()
    {
        var gate = new QualityGate(Options.Create(new GateOptions
        {
            JumpFactor = 2,
            ClockTolerance = TimeSpan.Zero,
            MarketCapTolerance = 0.5,
            SupplyTolerance = 0.5,
        }));
        var held = Make.Quote(100m, asOf: Make.Now.AddMinutes(-5));

        Rules(gate.Check(Make.Raw(200m), "coingecko", 1, [held], Make.Now)).ShouldBe(["jump"]);
        Rules(gate.Check(Make.Raw(100m) with { AsOf = Make.Now.AddTicks(1) }, "coingecko", 1, [held], Make.Now)).ShouldBe(["source_time"]);
        Rules(gate.Check(
            Make.Raw(100m) with { MarketCap = Make.Number(1500m), CirculatingSupply = Make.Number(10m), TotalSupply = Make.Number(7m) },
            "coingecko",
            1,
            [held],
            Make.Now)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Rules(GateVerdict verdict) => verdict.Refusals.Select(refusal => refusal.Rule);

    private GateVerdict Check(SourceQuote raw, params Quote[] held) => _gate.Check(raw, "coingecko", 1, held, Make.Now);
}
