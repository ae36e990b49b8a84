using System.Globalization;
using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class PricePointTests
{
    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T12:04:59.9999999Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T12:05:00Z", "2026-03-01T12:05:00Z")]
    [InlineData("2026-03-01T14:07:00+05:45", "2026-03-01T08:20:00Z")]
    public void SlotOf_AnyTime_IsTheStartOfItsFiveMinutesInUtc(string time, string expected)
    {
        var slot = PricePoint.SlotOf(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));

        slot.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
        slot.Offset.ShouldBe(TimeSpan.Zero);
    }
}
