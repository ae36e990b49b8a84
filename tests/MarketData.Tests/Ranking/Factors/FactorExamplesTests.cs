using MarketData.Assets;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Ranking.Factors;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Ranking.Factors;

/// <summary>
/// One asset, <c>alpha</c>, made so that every factor of it can be worked out by hand. With L = ln 1.1, its daily log returns repeat
/// +3 L, −L, −L and end today with −L: n days, the last today, hold ⌊n ÷ 3⌋ rises. Bitcoin's repeat −L, 0, +2 L on the same days.
/// </summary>
public sealed class FactorExamplesTests
{
    private const double MarketCap = 110e6;
    private const double Fdv = 220e6;
    private const double Volume = 600e6;

    private static readonly double L = Math.Log(1.1);
    private static readonly double PerYear = Math.Sqrt(365);

    private static readonly FactorColumns Columns = MakeColumns.Of(Market(), History());
    private static readonly int Alpha = Enumerable.Range(0, Columns.Count).Single(place => Columns.RowAt(place).Asset.Slug == "alpha");

    private static readonly IReadOnlyDictionary<string, double> Examples = new Dictionary<string, double>
    {
        // Stated figures: high 120, low 80; all-time high 200 (100 days ago), low 10 (1,000 days ago).
        ["price"] = 100,
        ["range_24h"] = 50,
        ["place_in_range_24h"] = 0.5,
        ["ath_distance"] = -50,
        ["ath_age"] = 100,
        ["atl_multiple"] = 10,
        ["atl_age"] = 1000,

        // Back from today the closes are 1, 1.1 and 1.21 times today's, and so on with each three days 1 ÷ 1.1 of those after: sum 3.31 for three.
        ["sma_distance_7d"] = Percent(7 / ((3.31 * (1 + (1 / 1.1))) + (1 / 1.21))),
        ["sma_distance_20d"] = Percent(20 / ((3.31 * Cycles(6)) + (2.1 * Math.Pow(1.1, -6)))),
        ["sma_distance_50d"] = Percent(50 / ((3.31 * Cycles(16)) + (2.1 * Math.Pow(1.1, -16)))),
        ["sma_distance_200d"] = Percent(200 / ((3.31 * Cycles(66)) + (2.1 * Math.Pow(1.1, -66)))),

        // Wilder's means weigh the day before 13/14 as much: gains 1.21 − 1/1.1 two days ago, losses 0.1 today and 0.11 yesterday, all cycles alike.
        ["rsi_14d"] = 100 / (1 + ((0.1 + (0.11 * 13 / 14)) / ((1.21 - (1 / 1.1)) * 13 / 14 * 13 / 14))),
        ["macd_histogram_26d"] = (Macd(0) - MacdSignal) * 100,

        // Of twenty closes (six cycles and two days) with mean m and mean square q: half a band is 2 √(q − m²).
        ["bollinger_percent_b_20d"] = 0.5 + ((1 - BollingerMean) / (4 * Math.Sqrt(BollingerSquare - (BollingerMean * BollingerMean)))),

        ["return_1h"] = 1,
        ["return_24h"] = 2,
        ["return_7d"] = 3,
        ["return_14d"] = 4,
        ["return_30d"] = 5,
        ["return_200d"] = 6,
        ["return_1y"] = 7,
        ["market_cap_change_24h"] = 8,

        // A rise and two falls add up to L.
        ["return_3d"] = 10,
        ["return_60d"] = Percent(Math.Pow(1.1, 20)),
        ["return_90d"] = Percent(Math.Pow(1.1, 30)),
        ["return_180d"] = Percent(Math.Pow(1.1, 60)),
        ["momentum_7d_30d"] = Percent(Math.Pow(1.1, 9)), // 10 L of 30 days less 1 L of 7
        ["momentum_30d_1y"] = Percent(Math.Pow(1.1, 109)), // 121 rises and 244 falls are 119 L, less 10 L
        ["rising_days_30d"] = 100.0 / 3,
        ["rising_days_90d"] = 100.0 / 3,

        // Bitcoin: 2 + 0 − 1 + 2 + 0 − 1 + 2 = 4 L in 7 days, 10 L in 30, 30 L in 90. The category is the mean of the two.
        ["excess_return_btc_7d"] = Percent(1.1) - Percent(Math.Pow(1.1, 4)),
        ["excess_return_btc_30d"] = 0,
        ["excess_return_btc_90d"] = 0,
        ["excess_return_category_7d"] = Percent(1.1) - Percent(Math.Pow(1.1, 2.5)),
        ["excess_return_category_30d"] = 0,
        ["excess_return_category_90d"] = 0,

        // Of n days with u rises: sum 3u − (n − u), squares 9u + (n − u), all in units of L.
        ["volatility_7d"] = Deviation(7, 2) * PerYear * 100,
        ["volatility_14d"] = Deviation(14, 4) * PerYear * 100,
        ["volatility_30d"] = Deviation(30, 10) * PerYear * 100,
        ["volatility_90d"] = Deviation(90, 30) * PerYear * 100,
        ["volatility_180d"] = Deviation(180, 60) * PerYear * 100,
        ["volatility_1y"] = Deviation(365, 121) * PerYear * 100,
        ["downside_volatility_30d"] = L * Math.Sqrt(20.0 / 30) * PerYear * 100,
        ["downside_volatility_90d"] = L * Math.Sqrt(60.0 / 90) * PerYear * 100,
        ["downside_volatility_1y"] = L * Math.Sqrt(244.0 / 365) * PerYear * 100,
        ["return_per_risk_30d"] = L * 10 / 30 / Deviation(30, 10) * PerYear,
        ["return_per_risk_90d"] = L * 30 / 90 / Deviation(90, 30) * PerYear,
        ["return_per_risk_1y"] = L * 119 / 365 / Deviation(365, 121) * PerYear,

        // The highest close was two falls ago.
        ["max_drawdown_30d"] = Percent(1 / 1.21),
        ["max_drawdown_90d"] = Percent(1 / 1.21),
        ["max_drawdown_180d"] = Percent(1 / 1.21),
        ["max_drawdown_1y"] = Percent(1 / 1.21),
        ["drawdown_30d"] = Percent(1 / 1.21),
        ["drawdown_90d"] = Percent(1 / 1.21),
        ["drawdown_1y"] = Percent(1 / 1.21),

        // Two values only, the greater with the share p: skewness (1 − 2p) ÷ √(p (1 − p)), kurtosis (1 − 3p (1 − p)) ÷ (p (1 − p)).
        ["skewness_90d"] = (1.0 / 3) / Math.Sqrt(2.0 / 9),
        ["kurtosis_90d"] = (1 - (6.0 / 9)) / (2.0 / 9),
        ["skewness_1y"] = 123 / Math.Sqrt(121.0 * 244),
        ["kurtosis_1y"] = ((365.0 * 365) - (3.0 * 121 * 244)) / (121.0 * 244),

        // Three days: products −1·2, −1·0, 3·(−1), less the means' 3 · 1/3 · 1/3, are −16/3; squares 14/3 for bitcoin and 32/3 for alpha.
        ["beta_btc_30d"] = -16.0 / 14,
        ["beta_btc_90d"] = -16.0 / 14,
        ["correlation_btc_30d"] = -16 / Math.Sqrt(14 * 32),
        ["correlation_btc_90d"] = -16 / Math.Sqrt(14 * 32),

        // 121 times that and two days more: products −607, squares 609 and 1333, sums 123 and 119.
        ["beta_btc_1y"] = (-607 - (119 * 123 / 365.0)) / (609 - (123 * 123 / 365.0)),
        ["correlation_btc_1y"] = (-607 - (119 * 123 / 365.0)) / Math.Sqrt((609 - (123 * 123 / 365.0)) * (1333 - (119 * 119 / 365.0))),

        // With the mean of the two: covariance (32 − 16) ÷ 6, variance (32 + 14 − 2 · 16) ÷ 12.
        ["beta_category_30d"] = 16.0 / 6 / (14.0 / 12),
        ["beta_category_90d"] = 16.0 / 6 / (14.0 / 12),
        ["correlation_category_30d"] = 16.0 / 6 / Math.Sqrt(32.0 / 3 * 14 / 12),
        ["correlation_category_90d"] = 16.0 / 6 / Math.Sqrt(32.0 / 3 * 14 / 12),
        ["beta_category_1y"] = CategoryCovariance / CategoryVariance,
        ["correlation_category_1y"] = CategoryCovariance / Math.Sqrt(CategoryVariance * (1333 - (119 * 119 / 365.0))),

        // Today 600 millions, every day before 300.
        ["volume_24h"] = Volume,
        ["turnover"] = Volume / MarketCap,
        ["volume_to_fdv"] = Volume / Fdv,
        ["volume_share_market"] = Volume / 11e9 * 100,
        ["mean_volume_7d"] = 2400e6 / 7,
        ["mean_volume_30d"] = 9300e6 / 30,
        ["mean_volume_90d"] = 27300e6 / 90,
        ["volume_surge_7d"] = Percent(7 / 4.0),
        ["volume_surge_30d"] = Percent(60.0 / 31),
        ["volume_change_7d"] = 100,
        ["volume_change_30d"] = 100,

        // Rises of 33.1 %, falls of 1 − 1 ÷ 1.1 (today's on twice the volume).
        ["illiquidity_30d"] = ((10 * 33.1) + (19.5 * 100 * (1 - (1 / 1.1)))) / 300 / 30,
        ["illiquidity_90d"] = ((30 * 33.1) + (59.5 * 100 * (1 - (1 / 1.1)))) / 300 / 90,

        ["circulating_supply"] = 1e6,
        ["total_supply"] = 2e6,
        ["max_supply"] = 4e6,
        ["float"] = 0.25,
        ["circulating_to_total"] = 0.5,
        ["issued"] = 0.5,

        // Market cap today 1,000,000 closes, before 800,000.
        ["supply_growth_30d"] = 25,
        ["supply_growth_90d"] = 25,
        ["supply_growth_180d"] = 25,
        ["supply_growth_1y"] = 25,
        ["market_cap_change_30d"] = Percent(Math.Pow(1.1, 10) * 1.25),
        ["market_cap_change_90d"] = Percent(Math.Pow(1.1, 30) * 1.25),
        ["market_cap_change_1y"] = Percent(Math.Pow(1.1, 119) * 1.25),

        // The market is worth 11,000 millions: alpha 110, another of its tier 110, bitcoin 10,780; the other is not of the category.
        ["market_cap"] = MarketCap,
        ["market_cap_rank"] = 2,
        ["fdv"] = Fdv,
        ["fdv_to_market_cap"] = 2,
        ["market_share"] = 1,
        ["tier_share"] = 50,
        ["category_share"] = 110.0 / 10890 * 100,
        ["tvl"] = 55e6,
        ["market_cap_to_tvl"] = 2,
        ["fdv_to_tvl"] = 4,
        ["volume_to_tvl"] = Volume / 55e6,

        // Metrics: 150 on each of the last 29 days before today, 100 on the 30 before, 50 earlier; transactions twice that, and so on.
        ["active_addresses"] = 150,
        ["active_addresses_growth_30d"] = 50,
        ["active_addresses_growth_90d"] = Percent(8850.0 / 89 / 50),
        ["transactions"] = 300,
        ["transactions_growth_30d"] = 50,
        ["transactions_growth_90d"] = Percent(8850.0 / 89 / 50),
        ["transfer_volume"] = 150e6,
        ["transfer_volume_growth_30d"] = 50,
        ["transfer_volume_growth_90d"] = Percent(8850.0 / 89 / 50),
        ["fees"] = 150e3,
        ["fees_growth_30d"] = 50,
        ["fees_growth_90d"] = Percent(8850.0 / 89 / 50),
        ["nvt"] = 110.0 / 150,
        ["nvt_signal_90d"] = 110 / (8850.0 / 89),
        ["mvrv"] = 2,
        ["addresses_per_market_cap"] = 150.0 / 110,
        ["market_cap_to_fees_30d"] = MarketCap / (150e3 * 365),

        // Two sources, 99 and 101, whose spread may be 10 %; a minute old, ten seconds under way.
        ["quote_age"] = 60,
        ["quote_delay"] = 10,
        ["source_count"] = 2,
        ["source_spread"] = 2,
        ["source_confidence"] = 0.8,
        ["refusals"] = 0,
        ["completeness"] = 100,
        ["known_for"] = 30,
        ["history_coverage_30d"] = 100,
        ["history_coverage_1y"] = 100,
    };

    /// <summary>Covariance of a year's returns with those of the category: half that with itself and half that with bitcoin.</summary>
    private static double CategoryCovariance => ((1333 - (119 * 119 / 365.0)) + (-607 - (119 * 123 / 365.0))) / 2;

    private static double CategoryVariance =>
        ((1333 - (119 * 119 / 365.0)) + (609 - (123 * 123 / 365.0)) + (2 * (-607 - (119 * 123 / 365.0)))) / 4;

    public static TheoryData<string> Names() => [.. FactorCatalog.All.Select(factor => factor.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_OfTheExample_IsAsWorkedOutByHand(string factor)
    {
        Examples.Keys.ShouldContain(factor, "Work the factor out by hand for the asset of this test.");

        Columns[factor][Alpha].ShouldBe(Examples[factor], Math.Max(1e-9, Math.Abs(Examples[factor]) * 1e-9));
    }

    private static double BollingerMean => ((3.31 * Cycles(6)) + (2.1 * Math.Pow(1.1, -6))) / 20;

    /// <summary>A cycle's squares are 1 + 1.21 + 1.4641, and 1 ÷ 1.21 of those of the cycle after.</summary>
    private static double BollingerSquare =>
        ((3.6741 * (1 - Math.Pow(1.21, -6)) / (1 - (1 / 1.21))) + (2.21 * Math.Pow(1.21, -6))) / 20;

    /// <summary>The mean that weighs by 0.8 a day of the differences today, yesterday, the day before, and so on in cycles.</summary>
    private static double MacdSignal => 0.2 * (Macd(0) + (0.8 * Macd(1)) + (0.64 * Macd(2))) / (1 - (0.512 / 1.1));

    /// <summary>Difference of the means of 12 and 26 days so many days ago, in units of today's close.</summary>
    private static double Macd(int age) => Mean(12, age) - Mean(26, age);

    /// <summary>Exponential mean: three closes back from a day, each weighing b = 1 − 2 ÷ (n + 1) of the one after, and the same cycle after cycle.</summary>
    private static double Mean(int days, int age)
    {
        double[] back = [1, 1.1, 1.21, 1 / 1.1, 1];
        var kept = 1 - (2.0 / (days + 1));
        return (1 - kept) * (back[age] + (kept * back[age + 1]) + (kept * kept * back[age + 2])) / (1 - (kept * kept * kept / 1.1));
    }

    private static double Percent(double ratio) => (ratio - 1) * 100;

    /// <summary>1 + 1 ÷ 1.1 + … of so many terms.</summary>
    private static double Cycles(int count) => (1 - Math.Pow(1.1, -count)) * 11;

    /// <summary>Sample deviation of days of which some rise by 3 L and the others fall by L.</summary>
    private static double Deviation(int days, int rises)
    {
        double sum = (3 * rises) - (days - rises), squares = (9 * rises) + (days - rises);
        return L * Math.Sqrt((squares - (sum * sum / days)) / (days - 1));
    }

    private static MarketData.Snapshots.MarketSnapshot Market()
    {
        var minuteAgo = Make.Now.AddMinutes(-1);
        var alpha = Make.Quote(99, asOf: minuteAgo) with
        {
            ReceivedAt = minuteAgo.AddSeconds(10),
            MarketCap = (decimal)MarketCap,
            FullyDilutedValuation = (decimal)Fdv,
            Volume24h = (decimal)Volume,
            CirculatingSupply = 1e6m,
            TotalSupply = 2e6m,
            MaxSupply = 4e6m,
            High24h = 120,
            Low24h = 80,
            Ath = 200,
            AthDate = Make.Now.AddDays(-100),
            Atl = 10,
            AtlDate = Make.Now.AddDays(-1000),
            Changes = new PriceChanges(1, 2, 3, 4, 5, 6, 7),
            MarketCapChangePercentage24h = 8,
        };
        var members = Enumerable.Range(10, 3).Select(id => (Make.Asset(id, $"member-{id}"), new[] { Make.Quote() }));
        return MakeSnapshot.Of(MakeSnapshot.State(
            [
                (Make.Asset(1, "alpha") with { FirstSeen = Make.Now.AddDays(-30) }, [alpha, Make.Quote(101, SourceNames.CoinPaprika, asOf: minuteAgo)]),
                (Make.Asset(2, "bitcoin"), [Make.Quote() with { MarketCap = 10_780e6m }]),
                (Make.Asset(3, "other"), [Make.Quote() with { MarketCap = 110e6m }]),
                .. members,
            ]) with
        {
            Categories = [MakeColumns.Category("peers")],
            AssetCategories = [.. ((int[])[1, 2, 10, 11, 12]).Select(id => new AssetCategory(id, "peers"))],
            Tvls = [new AssetTvl(1, SourceNames.DefiLlama, 55e6m, Make.Now)],
        }, SourceNames.CoinGecko, SourceNames.CoinPaprika, SourceNames.DefiLlama);
    }

    private static DailyHistory History()
    {
        var today = DateOnly.FromDateTime(Make.Now.UtcDateTime);
        var history = new DailyHistory(today);
        double alpha = 0, bitcoin = 0;
        for (var age = 0; age < AssetDays.Count; age++)
        {
            var day = today.AddDays(-age);
            var close = 100 * Math.Exp(alpha);
            history.Put(1, day, (decimal)close, age == 0 ? 600e6m : 300e6m, (decimal)(close * (age == 0 ? 1e6 : 8e5)));
            history.Put(2, day, (decimal)(100 * Math.Exp(bitcoin)), null, null);
            alpha -= L * ((double[])[-1, -1, 3])[age % 3];
            bitcoin -= L * ((double[])[2, 0, -1])[age % 3];
            if (age > 0)
            {
                var level = age < 30 ? 150 : age < 60 ? 100 : 50;
                history.Put(1, day, "active_addresses", level);
                history.Put(1, day, "transaction_count", level * 2);
                history.Put(1, day, "transfer_volume_usd", level * 2e6m);
                history.Put(1, day, "transfer_volume_adjusted_usd", level * 1e6m);
                history.Put(1, day, "fees_usd", level * 1e3m);
                history.Put(1, day, "realized_cap_usd", 55e6m);
            }
        }

        return history;
    }
}
