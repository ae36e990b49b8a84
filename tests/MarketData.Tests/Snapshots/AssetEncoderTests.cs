using System.Text;
using System.Text.Json;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class AssetEncoderTests
{
    private static readonly Quote Figures = Make.Quote(3.84e-18m) with
    {
        MarketCap = 18943225.0m,
        FullyDilutedValuation = 37886450.00m,
        Volume24h = 0m,
        TotalSupply = 79228162514264337593543950335m,
        Changes = new PriceChanges(H1: 1e-7, H24: -1.5, D7: 8.7e36, D14: 0.1),
    };

    [Fact]
    public void Encode_Decimals_KeepEveryDigitWithoutExponent()
    {
        var json = Encode(MakeSnapshot.Row("tiny", Figures));

        json.ShouldContain("\"price\":0.00000000000000000384,");
        json.ShouldContain("\"market_cap\":18943225.0,");
        json.ShouldContain("\"fully_diluted_valuation\":37886450.00,");
        json.ShouldContain("\"volume_24h\":0,");
        json.ShouldContain("\"total_supply\":79228162514264337593543950335,");
        json.ShouldContain("\"max_supply\":null,");
    }

    [Fact]
    public void Encode_Percentages_KeepEveryDigitWithoutExponent()
    {
        var json = Encode(MakeSnapshot.Row("tiny", Figures));

        json.ShouldContain("\"price_change_percentage_1h\":0.0000001,");
        json.ShouldContain("\"price_change_percentage_24h\":-1.5,");
        json.ShouldContain("\"price_change_percentage_7d\":8700000000000000000000000000000000000,");
        json.ShouldContain("\"price_change_percentage_14d\":0.1,");
        json.ShouldContain("\"price_change_percentage_1y\":null,");
        json.ShouldContain("\"mcap_fdv_ratio\":0.5,");
    }

    [Fact]
    public void Encode_NumbersAsText_WritesDecimalsAsStringsAndDoublesAsNumbers()
    {
        var json = Encode(MakeSnapshot.Row("tiny", Figures), format: new NumberFormat(null, true));

        json.ShouldContain("\"price\":\"0.00000000000000000384\",");
        json.ShouldContain("\"market_cap\":\"18943225.0\",");
        json.ShouldContain("\"max_supply\":null,");
        json.ShouldContain("\"price_change_percentage_7d\":8700000000000000000000000000000000000,");
    }

    [Fact]
    public void Encode_Precision_RoundsAmountsAndNothingElse()
    {
        var row = MakeSnapshot.Row("a", Make.Quote(1.23456m) with { CirculatingSupply = 7.98765m, Changes = new PriceChanges(H1: 1.23456) });

        var json = Encode(row, format: new NumberFormat(2, false));

        json.ShouldContain("\"price\":1.23,");
        json.ShouldContain("\"circulating_supply\":7.98765,");
        json.ShouldContain("\"price_change_percentage_1h\":1.23456,");
    }

    [Fact]
    public void Encode_AnotherCurrency_ConvertsAmountsAndNothingElse()
    {
        var row = MakeSnapshot.Row("a", Make.Quote(10m) with { CirculatingSupply = 7m, Ath = 20m }) with
        {
            Tvl = new AssetTvl(1, "defillama", 30m, Make.Now),
        };

        var json = Encode(row, Half);

        json.ShouldContain("\"price\":5.0,");
        json.ShouldContain("\"circulating_supply\":7,");
        json.ShouldContain("\"ath\":10.0,");
        json.ShouldContain("\"tvl\":15.0,");
    }

    [Fact]
    public void Encode_AmountBeyondTheRangeOfTheCurrency_SaysSo()
    {
        var million = new Currency("xxx", "Test", CurrencyKind.Fiat, 1_000_000m, "test", null, null);
        var row = MakeSnapshot.Row("a", Make.Quote(10m) with { MarketCap = 1e25m, FullyDilutedValuation = 5m });

        var json = JsonDocument.Parse(Encode(row, million)).RootElement;

        json.GetProperty("market_cap").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("missing").GetProperty("market_cap").GetString().ShouldBe("out_of_range");
        json.GetProperty("missing").TryGetProperty("fully_diluted_valuation", out _).ShouldBeFalse();
    }

    [Fact]
    public void Encode_NoQuote_IsNullsWithTheReason()
    {
        var json = JsonDocument.Parse(Encode(MakeSnapshot.Row("unpriced"))).RootElement;

        json.GetProperty("id").GetString().ShouldBe("unpriced");
        json.GetProperty("price").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("stale").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("sources").GetArrayLength().ShouldBe(0);
        json.GetProperty("missing").GetProperty("price").GetString().ShouldBe("no_price");
    }

    [Fact]
    public void Encode_Missing_GivesEachReason()
    {
        var row = MakeSnapshot.Row("a", Make.Quote(1m) with { TotalSupply = 5m }) with
        {
            Refusals = [new Refusal("negative", "max_supply", "-1", "max_supply cannot be negative.")],
        };

        var missing = JsonDocument.Parse(Encode(row)).RootElement.GetProperty("missing");

        missing.EnumerateObject().Select(reason => (reason.Name, reason.Value.GetString())).ShouldBe(
        [
            ("market_cap", "no_supply"),
            ("volume_24h", "not_provided"),
            ("circulating_supply", "not_provided"),
            ("max_supply", "quarantined"),
        ]);
    }

    [Fact]
    public void Encode_QuoteRefusedWhole_SaysQuarantined()
    {
        var row = MakeSnapshot.Row("a") with { Refusals = [new Refusal("price", "quote", "0", "A price is greater than zero.")] };

        JsonDocument.Parse(Encode(row)).RootElement.GetProperty("missing").GetProperty("price").GetString().ShouldBe("quarantined");
    }

    [Fact]
    public void Encode_Words_AreInSnakeCaseAndLettersAsTheyAre()
    {
        var row = MakeSnapshot.Row("a", Make.Quote(1m) with { CirculatingSupply = 5m, MaxSupply = 6m }) with
        {
            Asset = Make.Asset(1, "a", "币", "Ünï <coin> \"币安\""),
            Tier = CapTier.Small,
            Rank = 3,
            Categories = ["layer-1"],
        };

        var json = Encode(row);

        json.ShouldContain("\"name\":\"Ünï <coin> \\\"币安\\\"\"");
        json.ShouldContain("\"rank\":3,\"tier\":\"small\"");
        json.ShouldContain("\"market_cap_basis\":\"circulating_supply\"");
        json.ShouldContain("\"fdv_basis\":\"max_supply\"");
        json.ShouldContain("\"categories\":[\"layer-1\"]");
        json.ShouldContain("\"sources\":[\"coingecko\"]");
        json.ShouldContain("\"as_of\":\"2026-03-01T12:00:00Z\"");
    }

    [Fact]
    public void EncodeAll_Rows_AreInTheirOrder()
    {
        var rows = new[] { MakeSnapshot.Row("a"), MakeSnapshot.Row("b", Make.Quote(2m)) };

        AssetEncoder.EncodeAll(rows).Select(bytes => JsonDocument.Parse(bytes).RootElement.GetProperty("id").GetString()).ShouldBe(["a", "b"]);
    }

    private static Currency Half => new("hlf", "Half", CurrencyKind.Fiat, 0.5m, "test", null, null);

    private static string Encode(MarketRow row, Currency? currency = null, NumberFormat? format = null) =>
        Encoding.UTF8.GetString(AssetEncoder.Encode(row, currency ?? Currency.UsDollar, format ?? NumberFormat.Full));
}
