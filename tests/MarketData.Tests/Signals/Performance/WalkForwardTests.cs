using MarketData.Candles;
using MarketData.Signals.Performance;
using MarketData.Signals.Rules;
using MarketData.Tests.Signals.Rules;

namespace MarketData.Tests.Signals.Performance;

public sealed class WalkForwardTests
{
    private static readonly int Breakout = SignalRules.Find("donchian-breakout")!.Value;

    /// <summary>30 days at 100, then days given as open and close.</summary>
    private static readonly Candle[] Quiet = [.. MakeDays.OfCloses([.. Enumerable.Repeat(100m, 30)])];

    [Fact]
    public async Task ReadAsync_Breakout_IsBoughtAtTheNextOpenAndSoldAtTheOpenAfterTheExit()
    {
        // Decided at the close of 120: bought at 121. Decided at the close of 90: sold at 88.
        var result = (await WalkAsync([.. Quiet, MakeDays.Day(30, 100, 120), MakeDays.Day(31, 121, 130), MakeDays.Day(32, 130, 90), MakeDays.Day(33, 88, 110)]))[Breakout];

        var gain = 88 / 121.0;
        result[0].Trades.ShouldBe(1);
        result[0].MeanReturn!.Value.ShouldBe(gain - 1, 1e-12);
        result[0].TotalReturn!.Value.ShouldBe(gain - 1, 1e-12);
        result[0].HitRate.ShouldBe(0);
        result[2].MeanReturn!.Value.ShouldBe((gain * 0.999 * 0.999) - 1, 1e-12);
        result[2].TotalReturn!.Value.ShouldBe((gain * 0.999 * 0.999) - 1, 1e-12);

        // Held over the days of 130 and 90, of the 14 since the first that could be judged before their open.
        result[0].AssetDays.ShouldBe(34 - 21);
        result[0].Exposure.ShouldBe(2 / 13.0);
        result[0].MaxDrawdown!.Value.ShouldBe(1 - (88 / 130.0), 1e-12);
        result[0].HeldTotalReturn!.Value.ShouldBe(0.1, 1e-12);
        result[2].HeldTotalReturn!.Value.ShouldBe((1.1 * 0.999) - 1, 1e-12);
        (result[0].From, result[0].To).ShouldBe((MakeDays.First.AddDays(21), MakeDays.First.AddDays(33)));
    }

    [Fact]
    public async Task ReadAsync_TradeStillOpen_CountsAtTheLastCloseAndIsNoTrade()
    {
        var result = (await WalkAsync([.. Quiet, MakeDays.Day(30, 100, 120), MakeDays.Day(31, 121, 130)]))[Breakout][0];

        (result.Trades, result.OpenTrades).ShouldBe((0, 1));
        result.TotalReturn!.Value.ShouldBe((130 / 121.0) - 1, 1e-12);
        result.HitRate.ShouldBeNull();
        result.MeanReturnInterval.ShouldBeNull();
    }

    /// <summary>Whoever could see the close before the open would buy the day of the breakout at its open.</summary>
    [Fact]
    public async Task ReadAsync_DecisionOfTheLastClose_IsNotDoneYet()
    {
        var result = (await WalkAsync([.. Quiet, MakeDays.Day(30, 100, 120)]))[Breakout][0];

        (result.Trades, result.OpenTrades, result.Exposure, result.TotalReturn).ShouldBe((0, 0, 0.0, 0.0));
    }

    [Fact]
    public async Task ReadAsync_LastCandleOtherThanItsOpen_ChangesNoTrade()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var days = MakeDays.Random(seed, 600);
            for (var count = 250; count < days.Count; count += 37)
            {
                var last = days[count - 1];
                var risen = last with { High = last.Open * 3, Low = last.Open, Close = last.Open * 3, Volume24h = 10_000_000 };
                var fallen = last with { High = last.Open, Low = last.Open / 3, Close = last.Open / 3, Volume24h = 10_000_000 };

                var one = await WalkAsync([.. days[..(count - 1)], risen]);
                var other = await WalkAsync([.. days[..(count - 1)], fallen]);

                one.Select(result => (result[0].Trades, result[0].OpenTrades, result[0].MeanReturn, result[0].Exposure))
                    .ShouldBe(other.Select(result => (result[0].Trades, result[0].OpenTrades, result[0].MeanReturn, result[0].Exposure)));
            }
        }
    }

    [Fact]
    public async Task ReadAsync_HigherCosts_NeverHelp()
    {
        foreach (var results in await WalkAsync(MakeDays.Random(7, 900)))
        {
            results.Select(result => result.TotalReturn).ShouldBe(results.Select(result => result.TotalReturn).OrderDescending());
            results.Select(result => result.HitRate).ShouldBe(results.Select(result => result.HitRate).OrderDescending());
            results.ShouldAllBe(result => result.Trades == results[0].Trades);
        }
    }

    [Fact]
    public async Task ReadAsync_NoHistory_HasNothingToSay()
    {
        var result = (await WalkAsync([]))[Breakout][0];

        (result.Assets, result.AssetDays, result.TotalReturn, result.MaxDrawdown, result.HeldTotalReturn, result.Exposure, result.From)
            .ShouldBe((0, 0L, null, null, null, null, null));
    }

    private static async Task<IReadOnlyList<RuleResult[]>> WalkAsync(IReadOnlyList<Candle> days)
    {
        var store = new MemoryCandleStore();
        store.Put(days);
        return (await SignalBook.ReadAsync(store, MakeDays.First.AddDays(1_000), CancellationToken.None)).Performance.Results;
    }
}
