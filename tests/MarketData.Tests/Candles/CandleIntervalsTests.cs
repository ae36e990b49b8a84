using System.Globalization;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Tests.Candles;

public sealed class CandleIntervalsTests
{
    [Theory]
    [InlineData(CandleInterval.FiveMinutes, "5m", "00:05:00")]
    [InlineData(CandleInterval.OneHour, "1h", "01:00:00")]
    [InlineData(CandleInterval.OneDay, "1d", "1.00:00:00")]
    public void NameAndWidth_StoredInterval_AreItsOwn(CandleInterval interval, string name, string width)
    {
        interval.Name().ShouldBe(name);
        interval.Width().ShouldBe(TimeSpan.Parse(width, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void All_HoldsEveryInterval_FinestFirst()
    {
        CandleIntervals.All.ShouldBe(Enum.GetValues<CandleInterval>(), ignoreOrder: true);
        CandleIntervals.All.Select(interval => interval.Width()).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(CandleInterval.FiveMinutes, "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData(CandleInterval.FiveMinutes, "2026-03-01T12:04:59.9999999Z", "2026-03-01T12:00:00Z")]
    [InlineData(CandleInterval.FiveMinutes, "2026-03-01T12:05:00Z", "2026-03-01T12:05:00Z")]
    [InlineData(CandleInterval.OneHour, "2026-03-01T12:59:59.9999999Z", "2026-03-01T12:00:00Z")]
    [InlineData(CandleInterval.OneHour, "2026-03-01T13:00:00Z", "2026-03-01T13:00:00Z")]
    [InlineData(CandleInterval.OneDay, "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData(CandleInterval.OneDay, "2026-02-28T23:59:59.9999999Z", "2026-02-28T00:00:00Z")]
    [InlineData(CandleInterval.OneDay, "2024-02-29T12:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData(CandleInterval.OneHour, "2026-03-01T14:07:00+05:45", "2026-03-01T08:00:00Z")]
    [InlineData(CandleInterval.OneDay, "2026-03-01T01:00:00+02:00", "2026-02-28T00:00:00Z")]
    [InlineData(CandleInterval.OneDay, "2026-02-28T19:00:00-05:00", "2026-03-01T00:00:00Z")]
    public void OpenTimeOf_AnyTime_IsTheStartOfItsIntervalInUtc(CandleInterval interval, string time, string expected)
    {
        var openTime = interval.OpenTimeOf(Time(time));

        openTime.ShouldBe(Time(expected));
        openTime.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void OpenTimeOf_FiveMinutes_IsTheGridOfThePoints()
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            var time = Make.Now.AddMinutes(minute);
            CandleInterval.FiveMinutes.OpenTimeOf(time).ShouldBe(PricePoint.SlotOf(time));
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
