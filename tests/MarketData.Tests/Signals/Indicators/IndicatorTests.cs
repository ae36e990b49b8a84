using MarketData.Signals.Indicators;

namespace MarketData.Tests.Signals.Indicators;

/// <summary>What holds of every indicator.</summary>
public sealed class IndicatorTests
{
    private const int Seeds = 5;

    public static TheoryData<string> Names => [.. IndicatorCatalog.All.Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_LaterCandles_ChangeNothingBeforeThem(string name)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var bars = Series.Random(seed, 300);
            var whole = Series.Run(name, bars);

            for (var count = 50; count < bars.Length; count += 83)
            {
                Series.Run(name, bars[..count]).ShouldBe(whole[..count]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Peek_BetweenCandles_SaysWhatAddWouldAndLeavesNoTrace(string name)
    {
        var named = NamedIndicator.Read(name, out _)!;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var bars = Series.Random(seed, 300);
            var others = Series.Random(seed + 100, 300);
            var peeked = named.Create();
            var expected = Series.Run(name, bars);
            for (var i = 0; i < bars.Length; i++)
            {
                var outputs = new double[expected[i].Length];
                peeked.Peek(others[i], outputs);
                peeked.Peek(bars[i], outputs);
                outputs.ShouldBe(expected[i]);
                peeked.Add(bars[i], outputs);
                outputs.ShouldBe(expected[i]);
            }
        }
    }

    /// <summary>But supertrend, whose trend must turn once, however long that takes.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Add_AfterTheWarmUp_DoesNotDependOnTheStart(string name)
    {
        var warmUp = NamedIndicator.Read(name, out _)!.WarmUp;
        for (var seed = 0; seed < Seeds && name != "supertrend"; seed++)
        {
            var bars = Series.Random(seed, 1_000, knowsVolumes: true);
            var whole = Series.Run(name, bars);

            var later = Series.Run(name, bars[(800 - warmUp)..]);

            for (var i = 800; i < bars.Length; i++)
            {
                later[i - 800 + warmUp].ShouldBe(whole[i], 0.001, $"{name} at {i}");
            }
        }
    }

    [Fact]
    public void Supertrend_OnceItsTrendHasTurned_DoesNotDependOnTheStart()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var bars = Series.Random(seed, 1_000);
            var whole = Series.Run("supertrend", bars);

            var later = Series.Run("supertrend", bars[400..]);

            var turned = Enumerable.Range(150, 450).Where(i => later[i][1] != later[i - 1][1]).ElementAt(1);
            for (var i = turned; i < later.Length; i++)
            {
                later[i].ShouldBe(whole[400 + i], 0.001);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_PricesInAnotherCurrency_ScalesAmountsAndNothingElse(string name)
    {
        var outputs = NamedIndicator.Read(name, out _)!.Definition.Outputs;
        var bars = Series.Random(1, 400);
        var whole = Series.Run(name, bars);

        // A power of two, so that not even rounding differs.
        var scaled = Series.Run(name, bars.Select(bar => new Bar(bar.Open * 4, bar.High * 4, bar.Low * 4, bar.Close * 4, bar.Volume * 4)));

        for (var i = 0; i < bars.Length; i++)
        {
            for (var output = 0; output < outputs.Count; output++)
            {
                var factor = outputs[output].Unit is IndicatorUnit.Price or IndicatorUnit.Volume ? 4 : 1;
                scaled[i][output].ShouldBe(whole[i][output] * factor, $"{name}.{outputs[output].Name} at {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Add_PriceThatNeverMoves_InventsNothing(string name)
    {
        var outputs = NamedIndicator.Read(name, out _)!.Definition.Outputs;

        // 0.1 has no exact double: sums of it are off by what must not be taken for movement.
        var last = Series.Run(name, Enumerable.Repeat(new Bar(0.1, 0.1, 0.1, 0.1, double.NaN), 500))[^1];

        for (var output = 0; output < outputs.Count; output++)
        {
            if (outputs[output].Unit == IndicatorUnit.Price)
            {
                (double.IsNaN(last[output]) || Math.Abs(last[output]) < 1e-12 || Math.Abs(last[output] - 0.1) < 1e-12).ShouldBeTrue($"{name}.{outputs[output].Name} is {last[output]}");
            }
            else if (name is not ("aroon" or "supertrend"))
            {
                (double.IsNaN(last[output]) || last[output] == 0).ShouldBeTrue($"{name}.{outputs[output].Name} is {last[output]}");
            }
        }
    }

    [Theory]
    [InlineData("obv")]
    [InlineData("vwap")]
    [InlineData("mfi")]
    public void Add_VolumeUnknown_IsUnknownAsLongAsItCounts(string name)
    {
        var bars = Series.Random(1, 300, knowsVolumes: true);
        bars[210] = bars[210] with { Volume = double.NaN };

        var values = Series.Run(name + ":20", bars);

        Enumerable.Range(30, 270).Where(i => double.IsNaN(values[i][0])).ShouldBe(Enumerable.Range(210, 20));
    }

    [Theory]
    [InlineData("sma", "sma:20")]
    [InlineData(" SMA:50 ", "sma:50")]
    [InlineData("macd:5", "macd:5:26:9")]
    [InlineData("macd::30", "macd:12:30:9")]
    [InlineData("bollinger:20:2.5", "bollinger:20:2.5")]
    [InlineData("bollinger:20:2.0", "bollinger:20:2")]
    [InlineData("pivots", "pivots")]
    public void Read_Name_IsTheSameForEverySpelling(string text, string name) => NamedIndicator.Read(text, out _)!.Name.ShouldBe(name);

    [Theory]
    [InlineData("foo", "There is no indicator 'foo'.")]
    [InlineData("sma:1", "'sma:1': n is a whole number from 2 to 400.")]
    [InlineData("sma:401", "'sma:401': n is a whole number from 2 to 400.")]
    [InlineData("sma:2.5", "'sma:2.5': n is a whole number from 2 to 400.")]
    [InlineData("sma:-5", "'sma:-5': n is a whole number from 2 to 400.")]
    [InlineData("sma:NaN", "'sma:NaN': n is a whole number from 2 to 400.")]
    [InlineData("bollinger:20:11", "'bollinger:20:11': k is a number from 0.1 to 10.")]
    [InlineData("sma:5:6", "'sma:5:6': sma takes 1 parameters at most (n).")]
    [InlineData("pivots:5", "'pivots:5': pivots takes no parameters.")]
    [InlineData("", "There is no indicator ''.")]
    public void Read_WhatIsNone_SaysWhatIsWrong(string text, string problem)
    {
        NamedIndicator.Read(text, out var told).ShouldBeNull();

        told.ShouldBe(problem);
    }
}
