using MarketData.Ingestion.Sources.Sample;

namespace MarketData.Tests.Ingestion.Sources.Sample;

public sealed class SampleMarketTests
{
    private const int Tick = 5;
    private const int Day = 24 * 60 * 60;
    private static readonly long Now = new DateTimeOffset(2026, 11, 22, 15, 30, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly SampleUniverse Universe = SampleUniverse.Load();

    [Fact]
    public void FiguresAt_OtherTimesAskedBefore_AreTheSame()
    {
        var asked = new SampleMarket(Universe, 1);
        foreach (var second in new[] { Now + Day, Now - (400L * Day), Now - Tick, Now - Day + 1 })
        {
            _ = asked.Tickers.Select(ticker => ticker.FiguresAt(second)).ToList();
        }

        var fresh = new SampleMarket(Universe, 1);

        asked.Tickers.Select(ticker => ticker.FiguresAt(Now)).ShouldBe(fresh.Tickers.Select(ticker => ticker.FiguresAt(Now)));
    }

    [Fact]
    public void PriceAt_KnownSeedAndSecond_IsAsRecorded()
    {
        // Recorded from this code. Other figures would put a step into the history of an installation that is already running.
        var market = new SampleMarket(Universe, 1);

        market["bitcoin"].PriceAt(Now).ShouldBe(67363.9m);
        market["bitcoin"].VolumeAt(Now).ShouldBe(28_886_600_000);
        market["tether"].PriceAt(Now).ShouldBe(1.00008m);
        market["baby-doge-coin"].PriceAt(Now).ShouldBe(0.00000000226694m);
    }

    [Fact]
    public void PriceAt_AnotherSeed_IsAnotherMarket()
    {
        var one = new SampleMarket(Universe, 1);
        var two = new SampleMarket(Universe, 2);

        one.Tickers.Count(ticker => ticker.PriceAt(Now) != two[ticker.Asset.Id].PriceAt(Now)).ShouldBeGreaterThan(300);
    }

    [Fact]
    public void PriceAt_ConsecutiveTicks_NeverJumps()
    {
        var market = new SampleMarket(Universe, 1);
        foreach (var ticker in market.Tickers)
        {
            var before = ticker.PriceAt(Now);
            for (var tick = 1; tick <= 500; tick++)
            {
                var price = ticker.PriceAt(Now + (tick * Tick));
                Math.Abs((price / before) - 1).ShouldBeLessThan(0.01m, ticker.Asset.Id);
                before = price;
            }
        }
    }

    [Fact]
    public void PriceAt_ConsecutiveTicks_MovesNearlyAlways()
    {
        var bitcoin = new SampleMarket(Universe, 1)["bitcoin"];

        Enumerable.Range(0, 1000).Count(i => bitcoin.PriceAt(Now + (i * Tick)) != bitcoin.PriceAt(Now + ((i + 1) * Tick))).ShouldBeGreaterThan(900);
    }

    [Fact]
    public void PriceAt_AnyTimes_AreLessThanTheGatesJumpFactorApart()
    {
        foreach (var ticker in new SampleMarket(Universe, 1).Tickers)
        {
            var prices = Enumerable.Range(0, 400).Select(i => ticker.PriceAt(Now + (i * 9L * Day))).ToList();

            (prices.Max() / prices.Min()).ShouldBeLessThan(5, ticker.Asset.Id);
            Math.Abs(Math.Log((double)prices.Average() / (double)ticker.Asset.Price)).ShouldBeLessThan(0.3, ticker.Asset.Id);
        }
    }

    [Fact]
    public void PriceAt_Stablecoins_StayWithinAFewTenthsOfAPercent()
    {
        var stablecoins = new SampleMarket(Universe, 1).Tickers.Where(ticker => ticker.Asset.Volatility < 0.01).ToList();

        stablecoins.Count.ShouldBeGreaterThan(10);
        foreach (var ticker in stablecoins)
        {
            for (var day = 0; day < 3 * 365; day++)
            {
                (ticker.PriceAt(Now + (day * (long)Day)) / ticker.Asset.Price).ShouldBeInRange(0.998m, 1.002m, ticker.Asset.Id);
            }
        }
    }

    [Fact]
    public void PriceAt_Followers_KeepTheirRatioToTheAssetTheyFollow()
    {
        var market = new SampleMarket(Universe, 1);
        foreach (var ticker in market.Tickers.Where(ticker => ticker.Asset.Follows is not null))
        {
            var leader = market[ticker.Asset.Follows!];
            for (var day = 0; day < 100; day++)
            {
                var second = Now - (day * 5L * Day);
                var ratio = ticker.PriceAt(second) / leader.PriceAt(second);
                (ratio / (ticker.Asset.Price / leader.Asset.Price)).ShouldBeInRange(0.9999m, 1.0001m, ticker.Asset.Id);
            }
        }
    }

    [Fact]
    public void PriceAt_Market_MovesAssetsTogether()
    {
        var market = new SampleMarket(Universe, 1);
        var bitcoin = Returns(market["bitcoin"]);
        var ether = Returns(market["ethereum"]);

        // Shares of the market in the variances: (0.5 / 0.55)² and (1.15 × 0.5 / 0.65)². The root of their product is 0.80.
        (Covariance(bitcoin, ether) / Math.Sqrt(Covariance(bitcoin, bitcoin) * Covariance(ether, ether))).ShouldBe(0.80, 0.05);

        static List<double> Returns(SampleTicker ticker) =>
        [
            .. Enumerable.Range(0, 2000).Select(i => Math.Log((double)ticker.PriceAt(Now - (i * 3600L)) / (double)ticker.PriceAt(Now - ((i + 1) * 3600L)))),
        ];

        static double Covariance(List<double> left, List<double> right) => left.Zip(right, (a, b) => a * b).Average();
    }

    [Fact]
    public void FiguresAt_ManyTimes_AreInOrder()
    {
        foreach (var ticker in new SampleMarket(Universe, 1).Tickers)
        {
            for (var i = 0; i < 8; i++)
            {
                var second = Now + (i * 7_777_777L);
                var figures = ticker.FiguresAt(second);

                figures.Price.ShouldBe(ticker.PriceAt(second));
                figures.PriceDayBefore.ShouldBe(ticker.PriceAt(second - Day));
                figures.High24h.ShouldBeGreaterThanOrEqualTo(Math.Max(figures.Price, figures.PriceDayBefore), ticker.Asset.Id);
                figures.Low24h.ShouldBeLessThanOrEqualTo(Math.Min(figures.Price, figures.PriceDayBefore), ticker.Asset.Id);
                figures.Ath.ShouldBeGreaterThanOrEqualTo(Math.Max(figures.High24h, ticker.Asset.Ath), ticker.Asset.Id);
                figures.Atl.ShouldBeLessThanOrEqualTo(Math.Min(figures.Low24h, ticker.Asset.Atl), ticker.Asset.Id);
                figures.AthDate.ToUnixTimeSeconds().ShouldBeLessThanOrEqualTo(second);
                figures.AtlDate.ToUnixTimeSeconds().ShouldBeLessThanOrEqualTo(second);
            }
        }
    }

    [Fact]
    public void FiguresAt_ADay_RangeIsThatOfItsTicks()
    {
        var bitcoin = new SampleMarket(Universe, 1)["bitcoin"];
        var prices = Enumerable.Range(0, (Day / Tick) + 1).Select(i => bitcoin.PriceAt(Now - (i * Tick))).ToList();

        var figures = bitcoin.FiguresAt(Now);

        // The range is over every second, so that it may go a little beyond that of the ticks.
        figures.High24h.ShouldBeInRange(prices.Max(), prices.Max() * 1.001m);
        figures.Low24h.ShouldBeInRange(prices.Min() * 0.999m, prices.Min());
    }

    [Fact]
    public void FiguresAt_RecordBrokenByThePath_GivesThePriceAndTheTimeOfThePath()
    {
        var broken = new SampleMarket(Universe, 1).Tickers
            .Select(ticker => (Ticker: ticker, Figures: ticker.FiguresAt(Now)))
            .Where(entry => entry.Figures.Ath > entry.Ticker.Asset.Ath)
            .ToList();

        broken.ShouldNotBeEmpty();
        foreach (var (ticker, figures) in broken)
        {
            ticker.PriceAt(figures.AthDate.ToUnixTimeSeconds()).ShouldBe(figures.Ath);
        }
    }

    [Fact]
    public void FiguresAt_LaterTimes_RecordsAreNeverTakenBack()
    {
        var bitcoin = new SampleMarket(Universe, 1)["bitcoin"];
        var before = bitcoin.FiguresAt(Now);
        for (var day = 1; day <= 1000; day++)
        {
            var figures = bitcoin.FiguresAt(Now + (day * (long)Day));

            figures.Ath.ShouldBeGreaterThanOrEqualTo(before.Ath);
            figures.Atl.ShouldBeLessThanOrEqualTo(before.Atl);
            before = figures;
        }
    }

    [Fact]
    public void MarketCapAt_SupplyKnown_IsPriceTimesSupply()
    {
        var bitcoin = new SampleMarket(Universe, 1)["bitcoin"];

        bitcoin.MarketCapAt(Now).ShouldBe(bitcoin.PriceAt(Now) * 19_800_000);
    }

    [Fact]
    public void MarketCapAt_SupplyUnknown_IsNull()
    {
        var unknown = new SampleMarket(Universe, 1).Tickers.Where(ticker => ticker.Asset.CirculatingSupply is null).ToList();

        unknown.ShouldNotBeEmpty();
        unknown.ShouldAllBe(ticker => ticker.MarketCapAt(Now) == null);
    }

    [Fact]
    public void VolumeAt_ConsecutiveTicks_VariesSmoothly()
    {
        var bitcoin = new SampleMarket(Universe, 1)["bitcoin"];
        for (var tick = 0; tick < 20_000; tick++)
        {
            var second = Now + (tick * Tick);

            (bitcoin.VolumeAt(second + Tick) / bitcoin.VolumeAt(second)).ShouldBeInRange(0.999m, 1.001m);
            (bitcoin.VolumeAt(second) / bitcoin.Asset.Volume24h).ShouldBeInRange(0.4m, 2.5m);
        }
    }

    [Fact]
    public void SampleMarket_FollowerOfAFollower_IsRefused()
    {
        var bitcoin = Universe.Assets[0];
        var universe = new SampleUniverse([bitcoin, bitcoin with { Id = "second", Follows = "bitcoin" }, bitcoin with { Id = "third", Follows = "second" }]);

        Should.Throw<InvalidOperationException>(() => new SampleMarket(universe, 1)).Message.ShouldContain("third follows second");
    }
}
