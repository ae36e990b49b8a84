using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;

namespace MarketData.Tests.Ingestion.Backfill;

public sealed class HistoryCheckTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HistoryRange Range = new("x", CandleInterval.OneHour, Start, Start.AddHours(5));

    [Theory]
    [InlineData("1", "1", "1", "1", true)]
    [InlineData("2", "3", "1", "2.5", true)]
    [InlineData("0", "1", "1", "1", false)]
    [InlineData("-1", "1", "1", "1", false)]
    [InlineData("2", "1.9", "1", "1", false)]
    [InlineData("1", "1.9", "1", "2", false)]
    [InlineData("1", "2", "1.1", "2", false)]
    [InlineData("2", "2", "1.1", "1", false)]
    [InlineData("1", "1", "1", "1e40", false)]
    public void Take_Prices_MustBePositiveAndWithinHighAndLow(string open, string high, string low, string close, bool isTaken)
    {
        var candles = Take(new HistoryCandle(Start, Number(open), Number(high), Number(low), Number(close)));

        candles.Candles.Count.ShouldBe(isTaken ? 1 : 0);
        candles.Refused.ShouldBe(isTaken ? 0 : 1);
    }

    [Fact]
    public void Take_Rows_AreThoseOfTheRangeAndTheGridInOrder()
    {
        var (candles, refused) = Take(
            At(Start.AddHours(4)), At(Start.AddHours(5)), At(Start.AddHours(-1)), At(Start.AddMinutes(90)), At(Start), At(null));

        candles.Select(candle => candle.OpenTime).ShouldBe([Start, Start.AddHours(4)]);
        refused.ShouldBe(2);
    }

    [Fact]
    public void Take_SameTimeTwice_IsTheLater() =>
        Take(At(Start), At(Start) with { High = Number("7") }).Candles.ShouldHaveSingleItem().High.ShouldBe(7m);

    [Theory]
    [InlineData("-1", false, null)]
    [InlineData("lots", false, null)]
    [InlineData("0", true, "0")]
    public void Take_Volume_MayBeZeroButNotLess(string volume, bool isTaken, string? taken)
    {
        var (candles, _) = Take(At(Start) with { Volume = Number(volume) });

        candles.Count.ShouldBe(isTaken ? 1 : 0);
        candles.SingleOrDefault()?.Volume?.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(taken);
    }

    [Fact]
    public void Take_UnknownAmounts_AreNull()
    {
        var candle = Take(At(Start) with { MarketCap = Number("0") }).Candles.ShouldHaveSingleItem();

        (candle.Volume, candle.MarketCap, candle.Volume24h).ShouldBe((null, null, null));
    }

    [Fact]
    public void Take_Points_AreThoseWithAPriceWithinTheRange()
    {
        HistoryPoint[] rows =
        [
            new(Start.AddMinutes(7), Number("2"), Number("0"), Number("0")),
            new(Start.AddMinutes(8), Number("0"), default, default),
            new(Start.AddMinutes(9), default, default, default),
            new(Start.AddHours(5), Number("2"), default, default),
        ];

        var point = HistoryCheck.Take(rows, 3, Range, "coingecko", out var refused).ShouldHaveSingleItem();

        refused.ShouldBe(2);
        (point.AssetId, point.At, point.AsOf, point.Price, point.MarketCap, point.Volume24h, point.Source).ShouldBe(
            (3, Start.AddMinutes(5), Start.AddMinutes(7), 2m, null, 0m, "coingecko"));
    }

    private static (IReadOnlyList<Candle> Candles, int Refused) Take(params HistoryCandle[] rows)
    {
        var candles = HistoryCheck.Take(rows, 1, Range, "binance", out var refused);
        return (candles, refused);
    }

    private static HistoryCandle At(DateTimeOffset? time) => new(time, Number("1"), Number("1"), Number("1"), Number("1"));

    private static SourceNumber Number(string text) => SourceNumber.Parse(System.Text.Encoding.UTF8.GetBytes(text));
}
