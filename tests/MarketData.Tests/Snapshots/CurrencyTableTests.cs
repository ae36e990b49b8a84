using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class CurrencyTableTests
{
    [Fact]
    public void Find_NoRates_HasTheUsDollar()
    {
        var table = Table([]);

        table.All.ShouldBe([Currency.UsDollar]);
        table.Find("usd").ShouldBe(Currency.UsDollar);
    }

    [Theory]
    [InlineData("eur")]
    [InlineData("EUR")]
    [InlineData("Eur")]
    public void Find_AnyLetterCase_IsTheCurrency(string code) =>
        Table([Rate("eur", 0.9m)]).Find(code).ShouldBe(new Currency("eur", "eur", CurrencyKind.Fiat, 0.9m, "test", Make.Now, Make.Now));

    [Fact]
    public void Find_Unknown_IsNone() => Table([]).Find("xyz").ShouldBeNull();

    [Fact]
    public void Find_SourceRateOfTheUsDollar_IsIgnored() => Table([Rate("usd", 0.99m)]).Find("usd").ShouldBe(Currency.UsDollar);

    [Fact]
    public void Find_Bitcoin_IsByItsOwnPriceAndNotByTheSourcesRate()
    {
        var bitcoin = Table([Rate("btc", 0.5m)], ("bitcoin", 80_000m)).Find("btc")!;

        bitcoin.UnitsPerUsd.ShouldBe(0.0000125m);
        bitcoin.Kind.ShouldBe(CurrencyKind.Crypto);
        bitcoin.Source.ShouldBe("market");
        bitcoin.Name.ShouldBe("bitcoin");
        bitcoin.AsOf.ShouldBe(Make.Now);
    }

    [Fact]
    public void Find_BitcoinWithoutAPrice_IsByTheSourcesRate()
    {
        var table = new CurrencyTable([Rate("btc", 0.5m)], slug => slug == "bitcoin" ? MakeSnapshot.Row("bitcoin") : null);

        table.Find("btc")!.UnitsPerUsd.ShouldBe(0.5m);
        table.Find("sats").ShouldBeNull();
    }

    [Fact]
    public void Find_PartsOfABitcoin_AreAMillionBitsAndAHundredMillionSatoshis()
    {
        var table = Table([], ("bitcoin", 80_000m));

        (table.Find("bits")!.Name, table.Find("bits")!.UnitsPerUsd).ShouldBe(("Bit", 12.5m));
        (table.Find("sats")!.Name, table.Find("sats")!.UnitsPerUsd).ShouldBe(("Satoshi", 1250m));
    }

    /// <summary>Prices whose reciprocal does not end: one over it, times it, is not one.</summary>
    [Theory]
    [InlineData("3")]
    [InlineData("68000.12")]
    [InlineData("67123.456789012345")]
    [InlineData("0.00000000000000000384")]
    public void FromUsd_AnAssetInItself_IsOne(string price)
    {
        var usDollars = Make.Decimal(price);
        var table = Table([], ("bitcoin", usDollars), ("ethereum", 7m));

        table.Find("btc")!.FromUsd(usDollars).ShouldBe(1m);
        table.Find("sats")!.FromUsd(usDollars).ShouldBe(100_000_000m);
        table.Find("eth")!.FromUsd(14m).ShouldBe(2m);
    }

    [Fact]
    public void Find_PriceTooGreatForAnyRate_IsNone() => Table([], ("bitcoin", decimal.MaxValue)).Find("btc").ShouldBeNull();

    [Fact]
    public void All_Currencies_AreInOrderOfTheirCodes() =>
        Table([Rate("eur", 0.9m), Rate("aud", 1.5m)], ("bitcoin", 10m)).All.Select(currency => currency.Code)
            .ShouldBe(["aud", "bits", "btc", "eur", "sats", "usd"]);

    private static CurrencyTable Table(FxRate[] rates, params (string Slug, decimal Price)[] prices) =>
        new(rates, slug => prices.Where(entry => entry.Slug == slug).Select(entry => MakeSnapshot.Row(slug, Make.Quote(entry.Price))).FirstOrDefault());

    private static FxRate Rate(string code, decimal unitsPerUsd) => new(code, code, CurrencyKind.Fiat, unitsPerUsd, "test", Make.Now, Make.Now);
}
