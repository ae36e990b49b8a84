using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class CurrencyTests
{
    [Fact]
    public void FromUsd_UsDollar_IsTheAmountWithItsDigits() => Currency.UsDollar.FromUsd(1.50m).ShouldBe(1.50m);

    [Fact]
    public void FromUsd_Rate_IsMultiplied() => With(0.9m).FromUsd(200m).ShouldBe(180m);

    [Fact]
    public void FromUsd_Unknown_IsUnknown() => With(0.9m).FromUsd(null).ShouldBeNull();

    [Fact]
    public void FromUsd_BeyondTheRange_IsUnknown() => With(2m).FromUsd(decimal.MaxValue).ShouldBeNull();

    private static Currency With(decimal unitsPerUsd) => new("xxx", "Test", CurrencyKind.Fiat, unitsPerUsd, "test", null, null);
}
