using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion;

public sealed class QuoteChangeTests
{
    private static readonly Quote Held = Make.Quote(100m) with { MarketCap = 1000m, Changes = new PriceChanges(H1: 1, D7: 7) };

    [Fact]
    public void IsUnchanged_NothingHeld_IsFalse() => QuoteChange.IsUnchanged(Held, null).ShouldBeFalse();

    [Fact]
    public void IsUnchanged_SameButReceivedLater_IsTrue() =>
        QuoteChange.IsUnchanged(Held with { ReceivedAt = Make.Now.AddMinutes(5) }, Held).ShouldBeTrue();

    [Fact]
    public void IsUnchanged_FieldsUnknownNow_IsTrue() =>
        QuoteChange.IsUnchanged(Held with { MarketCap = null, Changes = new PriceChanges(D7: 7) }, Held).ShouldBeTrue();

    [Fact]
    public void IsUnchanged_SameValueWithMoreZeros_IsTrue() => QuoteChange.IsUnchanged(Held with { Price = 100.00m }, Held).ShouldBeTrue();

    [Fact]
    public void IsUnchanged_NewerTime_IsFalse() => QuoteChange.IsUnchanged(Held with { AsOf = Make.Now.AddSeconds(1) }, Held).ShouldBeFalse();

    [Fact]
    public void IsUnchanged_OtherPrice_IsFalse() => QuoteChange.IsUnchanged(Held with { Price = 100.01m }, Held).ShouldBeFalse();

    [Fact]
    public void IsUnchanged_OtherPercentage_IsFalse() =>
        QuoteChange.IsUnchanged(Held with { Changes = new PriceChanges(H1: 1.1) }, Held).ShouldBeFalse();

    [Fact]
    public void IsUnchanged_FieldKnownForTheFirstTime_IsFalse() => QuoteChange.IsUnchanged(Held with { Volume24h = 0m }, Held).ShouldBeFalse();
}
