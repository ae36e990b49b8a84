using FsCheck;
using FsCheck.Fluent;
using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Tests.Candles;

public sealed class CandleFoldTests
{
    private static readonly DateTimeOffset Open = Make.Now;
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(20260301, 1);

    private static readonly Gen<PricePoint[]> Points = MakePoint.Any(Open, TimeSpan.FromSeconds(20), 15).NonEmptyListOf().Select(points => points.ToArray());
    private static readonly Gen<Candle> Candles = Points.Select(FoldAll);

    [Fact]
    public void Start_OnePoint_IsItsPrice()
    {
        var candle = CandleFold.Start(MakePoint.At(Open.AddMinutes(7), 100m, 1000m, 10m), CandleInterval.FiveMinutes);

        candle.ShouldBe(new Candle
        {
            AssetId = 1,
            Interval = CandleInterval.FiveMinutes,
            OpenTime = Open.AddMinutes(5),
            Origin = CandleOrigin.Own,
            Open = 100m,
            High = 100m,
            Low = 100m,
            Close = 100m,
            Volume = null,
            MarketCap = 1000m,
            Volume24h = 10m,
            FirstAt = Open.AddMinutes(7),
            LastAt = Open.AddMinutes(7),
            Source = "coingecko",
        });
    }

    [Fact]
    public void Add_PointsInOrder_GiveOpenHighLowAndClose()
    {
        var candle = FoldAll(
        [
            MakePoint.At(Open, 100m, 1000m, 10m),
            MakePoint.At(Open.AddMinutes(1), 120m, 1200m, 11m),
            MakePoint.At(Open.AddMinutes(2), 90m, 900m, 12m),
            MakePoint.At(Open.AddMinutes(4), 110m, 1100m, 13m, "coinpaprika"),
        ]);

        (candle.Open, candle.High, candle.Low, candle.Close).ShouldBe((100m, 120m, 90m, 110m));
        (candle.MarketCap, candle.Volume24h).ShouldBe((1100m, 13m));
        (candle.FirstAt, candle.LastAt).ShouldBe((Open, Open.AddMinutes(4)));
        candle.Source.ShouldBe("coingecko,coinpaprika");
    }

    [Fact]
    public void Add_EarlierPoint_BecomesTheOpeningOnly()
    {
        var candle = FoldAll([MakePoint.At(Open.AddMinutes(2), 100m, 1000m), MakePoint.At(Open.AddMinutes(1), 99m, 990m)]);

        (candle.Open, candle.High, candle.Low, candle.Close, candle.MarketCap).ShouldBe((99m, 100m, 99m, 100m, 1000m));
    }

    [Fact]
    public void Add_SourcesInAnotherOrder_AreTheSameSources()
    {
        var point = MakePoint.At(Open, 100m, source: "coinpaprika,coingecko");

        CandleFold.Start(point, CandleInterval.OneDay).Source.ShouldBe("coingecko,coinpaprika");
        CandleFold.Add(CandleFold.Start(point, CandleInterval.OneDay), point with { Source = "sample" }).Source.ShouldBe("coingecko,coinpaprika,sample");
    }

    /// <summary>The definition of a candle, computed from all points at once.</summary>
    [Fact]
    public void Add_AnyPoints_GiveWhatAllAtOnceGive() => Prop.ForAll(Points.ToArbitrary(), points =>
    {
        var first = points.OrderBy(point => point.AsOf).ThenBy(point => point.Price).First();
        var last = points.OrderBy(point => point.AsOf).ThenBy(point => point.Price).Last();
        var closing = points.Where(point => point.AsOf == last.AsOf && point.Price == last.Price).ToList();

        FoldAll(points).ShouldBe(new Candle
        {
            AssetId = 1,
            Interval = CandleInterval.FiveMinutes,
            OpenTime = Open,
            Origin = CandleOrigin.Own,
            Open = first.Price,
            High = points.Max(point => point.Price),
            Low = points.Min(point => point.Price),
            Close = last.Price,
            MarketCap = closing.Max(point => point.MarketCap),
            Volume24h = closing.Max(point => point.Volume24h),
            FirstAt = first.AsOf,
            LastAt = last.AsOf,
            Source = string.Join(',', points.SelectMany(point => point.Source.Split(',')).Distinct().Order(StringComparer.Ordinal)),
        });
    }).Check(Often);

    [Fact]
    public void Merge_AnyOrderSplitAndRepeats_IsTheBatch() => Prop.ForAll(Points.ToArbitrary(), ArbMap.Default.ArbFor<int>(), (points, seed) =>
    {
        var random = new Random(seed);
        PricePoint[] again = [.. points, .. points.Where(_ => random.Next(2) == 0)];
        random.Shuffle(again);

        FoldSplit(again, random).ShouldBe(FoldAll(points));
    }).Check(Often);

    [Fact]
    public void Merge_TwoCandles_IsCommutative() => Prop.ForAll(Candles.ToArbitrary(), Candles.ToArbitrary(), (left, right) =>
        CandleFold.Merge(left, right).ShouldBe(CandleFold.Merge(right, left))).Check(Often);

    [Fact]
    public void Merge_ThreeCandles_IsAssociative() => Prop.ForAll(
        Candles.ToArbitrary(), Candles.ToArbitrary(), Candles.ToArbitrary(), (a, b, c) =>
            CandleFold.Merge(CandleFold.Merge(a, b), c).ShouldBe(CandleFold.Merge(a, CandleFold.Merge(b, c)))).Check(Often);

    [Fact]
    public void Merge_WithItself_ChangesNothing() =>
        Prop.ForAll(Candles.ToArbitrary(), candle => CandleFold.Merge(candle, candle).ShouldBe(candle)).Check(Often);

    private static Candle FoldAll(IEnumerable<PricePoint> points) => points.Skip(1)
        .Aggregate(CandleFold.Start(points.First(), CandleInterval.FiveMinutes), CandleFold.Add);

    /// <summary>Cuts the points at random and merges what the parts give.</summary>
    private static Candle FoldSplit(ReadOnlySpan<PricePoint> points, Random random)
    {
        if (points.Length == 1)
        {
            return CandleFold.Start(points[0], CandleInterval.FiveMinutes);
        }

        var cut = random.Next(1, points.Length);
        return CandleFold.Merge(FoldSplit(points[..cut], random), FoldSplit(points[cut..], random));
    }
}
