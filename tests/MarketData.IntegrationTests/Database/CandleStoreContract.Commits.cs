using MarketData.Candles;
using MarketData.Database;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Database;

public abstract partial class CandleStoreContract
{
    [Fact]
    public async Task CommitAsync_Everything_ComesBack()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust);
        var own = Some.CandleWithEveryField(Bitcoin.Id, CandleInterval.FiveMinutes, CandleOrigin.Own);

        await CommitAsync(commit with { Candles = [.. commit.Candles.Skip(1), own] });

        Text(await ReadAsync(CandleInterval.FiveMinutes)).ShouldBe(Text([own]));
        Text(await ReadAsync(CandleInterval.OneHour)).ShouldBe(Text([commit.Candles[1]]));
        Text(await ReadAsync(CandleInterval.OneDay)).ShouldBe(Text([commit.Candles[2]]));
        Text(await CorrectionsAsync()).ShouldBe(Text(commit.Corrections));
        Text(await GlobalAsync()).ShouldBe(Text([commit.GlobalPoint!]));
        Text(await CategoryAsync("layer-1")).ShouldBe(Text(commit.CategoryPoints));
    }

    [Fact]
    public async Task CommitAsync_SameCommitTwice_ChangesNothing()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust);
        await CommitAsync(commit);

        await CommitAsync(commit);

        (await Test.CountAsync("candle")).ShouldBe(3);
        (await Test.CountAsync("candle_correction")).ShouldBe(1);
        (await Test.CountAsync("global_point")).ShouldBe(1);
        (await Test.CountAsync("category_point")).ShouldBe(1);
        Text(await ReadAsync(CandleInterval.OneHour)).ShouldBe(Text([commit.Candles[1]]));
    }

    [Fact]
    public async Task CommitAsync_CandleThatGrew_IsReplaced()
    {
        await CommitAsync(Some.Commit() with { Candles = [Hour(0, 1m)] });

        await CommitAsync(Some.Commit() with { Candles = [Hour(0, 2.00m)] });

        Text(await ReadAsync(CandleInterval.OneHour)).ShouldBe(Text([Hour(0, 2.00m)]));
    }

    [Fact]
    public async Task CommitAsync_FailsInTheMiddle_LeavesNoHistory()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust) with { Tvls = [new AssetTvl(int.MaxValue, "coingecko", 1m, Some.Time)] };

        await Should.ThrowAsync<System.Data.Common.DbException>(() => CommitAsync(commit));

        foreach (var table in (string[])["candle", "candle_correction", "global_point", "category_point", "quote"])
        {
            (await Test.CountAsync(table)).ShouldBe(0, table);
        }
    }

    [Fact]
    public async Task ReadCorrectionsAsync_Several_GivesTheNewestFirstWithEveryField()
    {
        var everything = Some.CandleWithEveryField(Bitcoin.Id, CandleInterval.OneDay, CandleOrigin.Own);
        CandleCorrection[] corrections =
        [
            Some.Correction(Hour(0), Some.Time),
            new(everything with { Close = 1.10m, Volume = null }, everything with { Open = 2.20m, MarketCap = null }, Some.Time.AddMinutes(2), "Late."),
            Some.Correction(Hour(1), Some.Time.AddMinutes(1)),
        ];
        await CommitAsync(Some.Commit() with { Corrections = [.. corrections, Some.Correction(Hour(0) with { AssetId = Dust.Id }, Some.Time)] });

        Text(await CorrectionsAsync()).ShouldBe(Text([corrections[1], corrections[2], corrections[0]]));
        Text(await CorrectionsAsync(1)).ShouldBe(Text([corrections[1]]));
    }

    [Fact]
    public async Task CommitAsync_TotalsOfOneSlot_KeepsThoseOfTheLaterPoll()
    {
        IngestionCommit Commit(int seconds, decimal cap) => Some.Commit() with
        {
            Run = Some.Run() with { FinishedAt = Some.Time.AddSeconds(seconds) },
            GlobalPoint = Global(Some.Time.AddSeconds(seconds), cap),
            CategoryPoints = [new CategoryPoint("layer-1", Some.Time.AddSeconds(seconds), cap, null, 2)],
        };

        await CommitAsync(Commit(10, 1.0m));
        await CommitAsync(Commit(20, 2.0m));
        await CommitAsync(Commit(15, 3.0m));

        var slot = PricePoint.SlotOf(Some.Time);
        var global = (await GlobalAsync()).ShouldHaveSingleItem();
        (global.At, global.MarketCap).ShouldBe((slot, 2.0m));
        Text(await CategoryAsync("layer-1")).ShouldBe(Text([new CategoryPoint("layer-1", slot, 2.0m, null, 2)]));
    }

    [Fact]
    public async Task ReadGlobalAsync_Range_IncludesItsStartExcludesItsEndAndKeepsTheLimit()
    {
        for (var i = 0; i < 5; i++)
        {
            await CommitAsync(Some.Commit() with { GlobalPoint = Global(Start.AddMinutes(5 * i), i) });
        }

        var all = await Candles.ReadGlobalAsync(Start.AddMinutes(5), Start.AddMinutes(20), 10, CancellationToken.None);
        var first = await Candles.ReadGlobalAsync(Start.AddMinutes(5), Start.AddMinutes(20), 2, CancellationToken.None);

        all.Select(point => point.MarketCap).ShouldBe([1m, 2m, 3m]);
        first.Select(point => point.MarketCap).ShouldBe([1m, 2m]);
    }

    [Fact]
    public async Task ReadGlobalAsync_Dominance_ComesBackToTheLastDigit()
    {
        var shares = new Dictionary<string, double> { ["bitcoin"] = 58.123456789012345, ["tier:large"] = 1e-7, ["dust"] = 8.7e36 };
        await CommitAsync(Some.Commit() with { GlobalPoint = new GlobalPoint(Start, null, null, 0, shares) });

        var point = (await GlobalAsync()).ShouldHaveSingleItem();

        point.DominancePercentages.OrderBy(share => share.Key).ShouldBe(shares.OrderBy(share => share.Key));
        (point.MarketCap, point.Volume24h, point.Assets).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task ReadCategoryAsync_Range_IncludesItsStartExcludesItsEndAndKeepsTheLimit()
    {
        for (var i = 0; i < 5; i++)
        {
            var at = Start.AddMinutes(5 * i);
            await CommitAsync(Some.Commit() with
            {
                CategoryPoints = [new CategoryPoint("layer-1", at, i + 0.10m, 5.0m, i), new CategoryPoint("meme-token", at, null, null, 0)],
            });
        }

        var all = await Candles.ReadCategoryAsync("layer-1", Start.AddMinutes(5), Start.AddMinutes(20), 10, CancellationToken.None);
        var first = await Candles.ReadCategoryAsync("layer-1", Start.AddMinutes(5), Start.AddMinutes(20), 2, CancellationToken.None);

        Text(all)[0].ShouldBe($"{new CategoryPoint("layer-1", Start.AddMinutes(5), 1.10m, 5.0m, 1)}");
        all.Select(point => point.Members).ShouldBe([1, 2, 3]);
        first.Select(point => point.Members).ShouldBe([1, 2]);
        (await CategoryAsync("meme-token")).Count.ShouldBe(5);
    }

    [Fact]
    public async Task RemoveSourceAsync_OneOfTwoSources_RemovesCandlesThatRestOnItAlone()
    {
        await CommitAsync(Some.CommitOfEverything(Bitcoin, Dust, "sample"));
        Candle[] others = [Hour(1) with { Source = "coingecko,sample" }, Hour(2) with { Source = "coingecko" }];
        await Candles.PutAsync(others, CancellationToken.None);

        await Test.Store.RemoveSourceAsync("sample", null, CancellationToken.None);

        Text(await ReadAsync(CandleInterval.OneHour)).ShouldBe(Text(others));
        (await Test.CountAsync("candle")).ShouldBe(2);
    }

    private static GlobalPoint Global(DateTimeOffset at, decimal cap) =>
        new(at, cap, 5.0m, 2, new Dictionary<string, double> { ["bitcoin"] = 60.5 });

    private Task<IReadOnlyList<CandleCorrection>> CorrectionsAsync(int limit = 100) =>
        Candles.ReadCorrectionsAsync(Bitcoin.Id, limit, CancellationToken.None);

    private Task<IReadOnlyList<GlobalPoint>> GlobalAsync() =>
        Candles.ReadGlobalAsync(DateTimeOffset.UnixEpoch, Some.Time.AddYears(10), 1000, CancellationToken.None);

    private Task<IReadOnlyList<CategoryPoint>> CategoryAsync(string id) =>
        Candles.ReadCategoryAsync(id, DateTimeOffset.UnixEpoch, Some.Time.AddYears(10), 1000, CancellationToken.None);
}
