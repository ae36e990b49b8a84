using MarketData.Candles;
using MarketData.Signals.Rules;

namespace MarketData.Tests.Signals.Rules;

public sealed class SignalRulesTests
{
    [Fact]
    public void Close_HistoryCutOff_NeverChangesWhatWasDecidedBefore()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var days = MakeDays.Random(seed, 700);
            var track = new RuleTrack();
            for (var count = 1; count <= days.Count; count++)
            {
                track.Close(days[count - 1]);
                if (count % 61 == 0)
                {
                    MakeDays.Track(days[..count]).Positions.ShouldBe(track.Positions);
                }
            }

            // On a long history each rule has had a reason to change its mind.
            track.Positions.ShouldAllBe(position => position.IsKnown);
        }
    }

    [Fact]
    public void Close_EveryRule_SpeaksOnceItHasTheDaysThatItNames()
    {
        var days = MakeDays.Random(1, 260).Select((day, i) => day with
        {
            OpenTime = SignalBook.TimeOf(MakeDays.First.AddDays(i)),
            Volume24h = 1_000 + i,
        }).ToList();
        var track = new RuleTrack();
        var first = new int?[SignalRules.All.Count];
        for (var i = 0; i < days.Count; i++)
        {
            track.Close(days[i]);
            for (var rule = 0; rule < first.Length; rule++)
            {
                first[rule] ??= track.Positions[rule].IsKnown ? i + 1 : null;
            }
        }

        first.ShouldBe(SignalRules.All.Select(rule => (int?)rule.MinDays));
    }

    [Fact]
    public void GoldenCross_AverageOfFiftyPassesThatOfTwoHundred_IsLongSinceThatDay()
    {
        // 200 days falling by 1 to 801, then 60 rising by 10: after n of them SMA 50 has gained on SMA 200 until it passes it.
        List<decimal> closes = [.. Enumerable.Range(0, 200).Select(i => 1_000m - i), .. Enumerable.Range(1, 60).Select(i => 801m + (10 * i))];
        var crossed = Enumerable.Range(200, closes.Count - 199).First(count => closes.Take(count).TakeLast(50).Average() > closes.Take(count).TakeLast(200).Average());

        var before = MakeDays.Position("golden-cross", MakeDays.OfCloses([.. closes.Take(crossed - 1)]));
        var after = MakeDays.Position("golden-cross", MakeDays.OfCloses([.. closes]));

        before.ShouldBe(new RulePosition(true, false, null, null));
        after.ShouldBe(new RulePosition(true, true, MakeDays.First.AddDays(crossed - 1), closes[crossed - 1]));
    }

    [Fact]
    public void DonchianBreakout_CloseAboveTheHighsBefore_IsLongUntilItFallsBelowTheLows()
    {
        List<decimal> closes = [.. Enumerable.Repeat(100m, 25), 101m, .. Enumerable.Repeat(103m, 12)];

        MakeDays.Position("donchian-breakout", MakeDays.OfCloses([.. closes])).ShouldBe(new RulePosition(true, true, MakeDays.First.AddDays(25), 101m));
        MakeDays.Position("donchian-breakout", MakeDays.OfCloses([.. closes, 102.9m])).ShouldBe(new RulePosition(true, false, MakeDays.First.AddDays(38), 102.9m));
    }

    [Fact]
    public void RsiReversal_RisesOutOfTheLows_IsLong()
    {
        List<decimal> closes = [.. Enumerable.Range(0, 20).Select(i => 100m - i)];
        MakeDays.Position("rsi-reversal", MakeDays.OfCloses([.. closes])).IsLong.ShouldBeFalse();

        // RSI is 0 after 20 falls; a gain of 20 makes it 100 × (20/14) ÷ (20/14 + 13/14) = 61.
        MakeDays.Position("rsi-reversal", MakeDays.OfCloses([.. closes, 101m])).ShouldBe(new RulePosition(true, true, MakeDays.First.AddDays(20), 101m));
    }

    [Fact]
    public void VolumeMomentum_RiseWithoutVolume_IsNotConfirmed()
    {
        var days = MakeDays.OfCloses([.. Enumerable.Repeat(100m, 30), 120m]).Select(day => day with { Volume24h = 1_000 }).ToList();

        MakeDays.Position("volume-momentum", days).ShouldBe(new RulePosition(true, false, null, null));
        MakeDays.Position("volume-momentum", [.. days[..^1], days[^1] with { Volume24h = 1_501 }]).IsLong.ShouldBeTrue();
        MakeDays.Position("volume-momentum", [.. days[..^1], days[^1] with { Volume24h = null }]).IsLong.ShouldBeFalse();
    }

    [Theory]
    [InlineData(2.0, 1.9, true, 0.5263)]
    [InlineData(1.9, 2.0, true, 0)]
    [InlineData(1.9, 2.0, false, 0.5)]
    [InlineData(4.0, 2.0, true, 1)]
    public void StrengthOf_GoldenCross_IsTheDistanceOfTheAverages(double sma50, double sma200, bool isLong, double strength) =>
        SignalRules.All[0].StrengthOf(Readings.Unknown with { Sma50 = sma50, Sma200 = sma200 }, isLong).ShouldBe(strength);

    [Fact]
    public void StrengthOf_Unknown_IsNull() => SignalRules.All.ShouldAllBe(rule => rule.StrengthOf(Readings.Unknown, true) == null);

    [Fact]
    public void Peek_OpenDay_LeavesTheRulesAsTheyWere()
    {
        List<Candle> days = MakeDays.Random(3, 400);
        var peeked = new RuleTrack();
        foreach (var (day, other) in days.Zip(MakeDays.Random(4, 400)))
        {
            peeked.Peek(RuleTrack.BarOf(other));
            peeked.Peek(RuleTrack.BarOf(day)).ShouldBe(MakeReadings(peeked, day));
        }

        peeked.Positions.ShouldBe(MakeDays.Track(days).Positions);

        static Readings MakeReadings(RuleTrack track, Candle day)
        {
            track.Close(day);
            return track.Readings;
        }
    }
}
