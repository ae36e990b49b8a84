using MarketData.Candles;

namespace MarketData.Tests.Candles;

public sealed class CandleBookTests
{
    [Fact]
    public void Apply_OlderCandle_LeavesTheNewest()
    {
        var book = new CandleBook([CandleAt(5, 100m)]);

        book.Apply([CandleAt(0, 90m)]);

        book.FindNewest(1, CandleInterval.FiveMinutes).ShouldBe(CandleAt(5, 100m));
    }

    [Fact]
    public void Apply_SameOrNewerCandle_TakesItsPlace()
    {
        var book = new CandleBook([CandleAt(5, 100m)]);

        book.Apply([CandleAt(5, 101m)]);
        book.FindNewest(1, CandleInterval.FiveMinutes)!.Close.ShouldBe(101m);

        book.Apply([CandleAt(15, 103m), CandleAt(10, 102m)]);
        book.FindNewest(1, CandleInterval.FiveMinutes)!.Close.ShouldBe(103m);
    }

    [Fact]
    public void FindNewest_OtherAssetOrInterval_IsNull()
    {
        var book = new CandleBook([CandleAt(5, 100m)]);

        book.FindNewest(2, CandleInterval.FiveMinutes).ShouldBeNull();
        book.FindNewest(1, CandleInterval.OneHour).ShouldBeNull();
    }

    private static Candle CandleAt(int minute, decimal price) =>
        CandleFold.Start(MakePoint.At(Make.Now.AddMinutes(minute), price), CandleInterval.FiveMinutes);
}
