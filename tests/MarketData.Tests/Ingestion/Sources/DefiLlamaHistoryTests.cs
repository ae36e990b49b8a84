using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class DefiLlamaHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HistoryRange Range = new("aave", CandleInterval.OneDay, Day, Day.AddDays(9));

    private readonly StubUpstream _upstream = new StubUpstream(StubUpstream.Clock())
        .On("/protocols", """[{"slug": "aave-v2", "gecko_id": "aave"}, {"slug": "aave-v3", "gecko_id": "aave"}, {"slug": "other", "gecko_id": null}, null]""");

    [Fact]
    public async Task FetchAsync_SeveralProtocols_AreSummedWhereAllThatLiveHaveAValue()
    {
        // v2 has no value of the third day, and ends with the fourth; v3 begins with the second.
        _upstream.On("/protocol/aave-v2", Series((0, "1"), (1, "2.50"), (3, "4")));
        _upstream.On("/protocol/aave-v3", Series((1, "10"), (2, "10"), (3, "10"), (4, "20")));

        var page = await FetchAsync();

        page.Tvls.ShouldBe(
        [
            new HistoryTvl(Day, 1m), new HistoryTvl(Day.AddDays(1), 12.5m), new HistoryTvl(Day.AddDays(3), 14m), new HistoryTvl(Day.AddDays(4), 20m),
        ]);
        page.Next.ShouldBe(Range.To);
        page.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task FetchAsync_TwoValuesOfADay_TakesTheLast()
    {
        _upstream.On("/protocol/aave-v2", """{"tvl": [{"date": 1767229200, "totalLiquidityUSD": 7}, {"date": 1767225600, "totalLiquidityUSD": 5}]}""");
        _upstream.On("/protocol/aave-v3", """{"tvl": []}""");

        (await FetchAsync()).Tvls.ShouldHaveSingleItem().ShouldBe(new HistoryTvl(Day, 7m));
    }

    [Fact]
    public async Task FetchAsync_ValuesThatCannotBe_AreLeftOut()
    {
        _upstream.On("/protocol/aave-v2", """{"tvl": [{"date": "x", "totalLiquidityUSD": 7}, {"date": 1767225600, "totalLiquidityUSD": -5}, null, {"date": 1767312000, "totalLiquidityUSD": 1e30}]}""");
        _upstream.On("/protocol/aave-v3", """{"tvl": null}""");

        (await Should.ThrowAsync<SourceException>(FetchAsync)).Code.ShouldBe("empty");
    }

    [Fact]
    public async Task FetchAsync_ListOfProtocols_IsAskedForOnceADay()
    {
        _upstream.On("/protocol/aave", Series((0, "1")));
        var source = new DefiLlamaHistory(_upstream.CreateClient(new DefiLlamaOptions()), _upstream.Time);

        await source.FetchAsync(Range, CancellationToken.None);
        await source.FetchAsync(Range, CancellationToken.None);

        _upstream.Requests.Count(request => request.RequestUri!.AbsolutePath == "/protocols").ShouldBe(1);
    }

    public void Dispose() => _upstream.Dispose();

    private Task<HistoryPage> FetchAsync() =>
        new DefiLlamaHistory(_upstream.CreateClient(new DefiLlamaOptions()), _upstream.Time).FetchAsync(Range, CancellationToken.None);

    private static string Series(params (int Day, string Value)[] values) => $$"""
        {"tvl": [{{string.Join(", ", values.Select(value => $$"""{"date": {{Day.AddDays(value.Day).ToUnixTimeSeconds()}}, "totalLiquidityUSD": {{value.Value}}}"""))}}]}
        """;
}
