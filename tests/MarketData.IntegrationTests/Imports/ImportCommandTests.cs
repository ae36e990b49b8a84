using System.Globalization;
using System.Text;
using MarketData.Candles;
using MarketData.Imports;
using MarketData.IntegrationTests.Database;

namespace MarketData.IntegrationTests.Imports;

/// <summary>The command over a SQLite file of its own, as a user runs it.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-import-").FullName;

    private string Database => Path.Combine(_folder, "m.db");

    private string Report => Path.Combine(_folder, "refused.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Prices_ExportOfCoinGecko_BecomeDailyCandlesAndMissingDaysStayMissing()
    {
        var (code, output, error) = await ImportAsync("prices", """
            snapped_at,price,market_cap,total_volume
            2024-01-01 00:00:00 UTC,110209.1888247784,2195288669199.568,19340758702.076332
            2024-01-02 00:00:00 UTC,1.10e2,0,0.0
            2024-01-05 00:00:00 UTC,111.5,,
            """);

        code.ShouldBe(0, error);
        output.ShouldContain("3 rows read, 3 good, 0 with refusals, 3 candles new or changed");
        var candles = await ReadCandlesAsync(CandleInterval.OneDay);
        candles.Select(candle => candle.OpenTime).ShouldBe([Day, Day.AddDays(1), Day.AddDays(4)]);
        var first = candles[0];
        (first.Open, first.High, first.Low, first.Close).ShouldBe((110209.1888247784m, 110209.1888247784m, 110209.1888247784m, 110209.1888247784m));
        (first.MarketCap, first.Volume24h, first.Volume).ShouldBe((2195288669199.568m, 19340758702.076332m, null));
        (first.Origin, first.Source, first.FirstAt, first.LastAt).ShouldBe((CandleOrigin.Own, "import", Day, Day));
        (candles[1].Close, candles[1].MarketCap, candles[1].Volume24h).ShouldBe((110m, null, 0m));
    }

    [Fact]
    public async Task Prices_SeveralOfADay_FoldAsPollsDo()
    {
        await ImportAsync("prices", """
            time;price
            2024-01-01T09:00:00Z;12
            2024-01-01T01:00:00Z;10
            1704153599;11
            2024-01-01T17:00:00+02:00;9
            """);

        var candle = (await ReadCandlesAsync(CandleInterval.OneDay)).Single();
        (candle.Open, candle.High, candle.Low, candle.Close).ShouldBe((10m, 12m, 9m, 11m));
    }

    [Fact]
    public async Task Candles_SameFileTwice_ChangesNothingTheSecondTime()
    {
        const string File = """
            open_time,open,high,low,close,volume
            2024-01-01,1.10,3,0.5,2,1000.000
            2024-01-02,2,2,2,2,
            """;
        var first = await ImportAsync("candles", File, "--source", "exchange");
        var stored = await ReadCandlesAsync(CandleInterval.OneDay);

        var second = await ImportAsync("candles", File, "--source", "exchange");

        first.Output.ShouldContain("2 candles new or changed");
        second.Output.ShouldContain("0 candles new or changed");
        (await ReadCandlesAsync(CandleInterval.OneDay)).ShouldBe(stored);
        var candle = stored[0];
        (candle.Open, candle.High, candle.Low, candle.Close, candle.Volume).ShouldBe((1.10m, 3m, 0.5m, 2m, 1000.000m));
        (candle.Origin, candle.Source, candle.FirstAt, candle.LastAt).ShouldBe(
            (CandleOrigin.Provider, "exchange", Day, Day.AddDays(1).AddMilliseconds(-1)));
    }

    [Fact]
    public async Task Candles_FileOfBinanceWithoutHeader_TakesItsColumns()
    {
        var (code, _, error) = await ImportAsync(
            "candles", "1704067200000,42283.58,42554.57,42261.02,42475.23,1271.68,1704070799999,53957248.97,47134,682.57,28957416.81,0");

        code.ShouldBe(0, error);
        var candle = (await ReadCandlesAsync(CandleInterval.OneDay)).Single();
        (candle.OpenTime, candle.Volume).ShouldBe((Day, 53957248.97m));
    }

    [Theory]
    [InlineData("2024-01-02,0,3,1,2", "not_positive")]
    [InlineData("2024-01-02,-1,3,1,2", "not_positive")]
    [InlineData("2024-01-02,2,1,3,2", "high_below_low")]
    [InlineData("2024-01-02,5,3,1,2", "outside_range")]
    [InlineData("2024-01-02,2,3,1,0.5", "outside_range")]
    [InlineData("2024-01-02,2,3,1,", "missing_figure")]
    [InlineData("2024-01-02,two,3,1,2", "invalid_number")]
    [InlineData("2024-01-02,1.00000000000000000000000000000001,3,1,2", "invalid_number")]
    [InlineData("02.01.2024,2,3,1,2", "invalid_time")]
    [InlineData("2024-01-02T05:00:00Z,2,3,1,2", "off_grid")]
    [InlineData("2999-01-02,2,3,1,2", "future")]
    [InlineData("2008-01-02,2,3,1,2", "before_2009")]
    [InlineData("2024-01-01,2,3,1,2", "duplicate")]
    [InlineData("2024-01-02,2,3,1", "malformed_row")]
    public async Task Candles_RowThatCannotBe_IsRefusedByLineAndTheRestIsTaken(string row, string reason)
    {
        var (code, output, _) = await ImportAsync("candles", $"date,open,high,low,close\n2024-01-01,1,1,1,1\n{row}\n2024-01-03,3,3,3,3\n", "--report", Report);

        code.ShouldBe(3);
        output.ShouldContain("3 rows read, 2 good, 1 with refusals");
        (await ReadCandlesAsync(CandleInterval.OneDay)).Select(candle => candle.Close).ShouldBe([1m, 3m]);
        var report = await File.ReadAllLinesAsync(Report);
        report[0].ShouldBe("line,column,value,code,reason");
        report[1..].ShouldAllBe(line => line.StartsWith("3,", StringComparison.Ordinal));
        report[1].ShouldContain($",{reason},");
    }

    [Fact]
    public async Task Candles_DayThatIsNotOver_IsRefused()
    {
        var today = DateTimeOffset.UtcNow.UtcDateTime.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        (await ImportAsync("candles", $"date,open,high,low,close\n{today},1,1,1,1\n")).Error.ShouldContain("not_over");
        (await ImportAsync("prices", $"date,price\n{today},1\n")).Error.ShouldContain("not_over");
    }

    [Fact]
    public async Task Candles_FinerThanIsKeptThatLong_AreRefused() =>
        (await ImportAsync("candles", "date,open,high,low,close\n2013-01-01,1,1,1,1\n", "--interval", "5m")).Error.ShouldContain("not_kept");

    [Fact]
    public async Task Metrics_OneAColumn_LoadWholeUnderOurNamesAndSkipWhatIsUnknown()
    {
        var (code, output, error) = await ImportAsync("metrics", """
            date,txVolume(USD),activeAddresses,odd (X),fees
            2024-01-01,,4665,-0.5,4245.6959
            2024-01-02,27854660.732238863,0.0,,3.84e-18
            """);

        code.ShouldBe(0, error);
        output.ShouldContain("6 values new or changed");
        (await ReadMetricAsync("transfer_volume_usd")).ShouldBe([(Day.AddDays(1), 27854660.732238863m)]);
        (await ReadMetricAsync("active_addresses")).ShouldBe([(Day, 4665m), (Day.AddDays(1), 0m)]);
        (await ReadMetricAsync("odd_x")).ShouldBe([(Day, -0.5m)]);
        (await ReadMetricAsync("fees")).ShouldBe([(Day, 4245.6959m), (Day.AddDays(1), 0.00000000000000000384m)]);
    }

    [Fact]
    public async Task Metrics_FieldThatCannotBeRead_CostsThatValueAlone()
    {
        var (code, _, error) = await ImportAsync("metrics", "date,fees,txCount\n2024-01-01,x,5\n");

        code.ShouldBe(3);
        error.ShouldContain("line 2, fees 'x'");
        (await ReadMetricAsync("transaction_count")).ShouldBe([(Day, 5m)]);
    }

    [Fact]
    public async Task Metrics_DuplicateFarFromTheFirst_IsNoticed()
    {
        var rows = Enumerable.Range(0, 12_000).Select(i => $"{Day.AddMinutes(-i):yyyy-MM-ddTHH:mm:ssZ},{i}");

        var (_, output, error) = await ImportAsync("metrics", $"time,fees\n{string.Join('\n', rows)}\n2024-01-01,7\n");

        error.ShouldContain("line 12002, time '2024-01-01'");
        output.ShouldContain("12001 rows read, 12000 good");
        (await ReadMetricAsync("fees"))[^1].Value.ShouldBe(0m);
    }

    [Fact]
    public async Task DryRun_GoodFile_WritesNothing()
    {
        await ImportAsync("prices", "date,price\n2024-01-01,1\n");

        var (code, output, error) = await ImportAsync("prices", "date,price\n2024-01-02,1\n2024-01-03,1\n", "--dry-run");

        code.ShouldBe(0, error);
        output.ShouldContain("2 rows read, 2 good, 0 with refusals, nothing written");
        (await ReadCandlesAsync(CandleInterval.OneDay)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Map_NamedColumns_AreTaken()
    {
        var (code, _, error) = await ImportAsync("candles", "when,o,h,l,c\n2024-01-01,1,4,0.5,2\n", "--map", "time=when,open=o,high=h,low=l,close=c");

        code.ShouldBe(0, error);
        (await ReadCandlesAsync(CandleInterval.OneDay)).Single().High.ShouldBe(4m);
    }

    [Theory]
    [InlineData("candles", "date,price\n2024-01-01,1\n", "No column is known to be 'open'")]
    [InlineData("prices", "a,b\n1,2\n", "No column is known to be 'time'")]
    [InlineData("prices", "", "The file is empty")]
    [InlineData("metrics", "date,fees,Fees\n2024-01-01,1,2\n", "another column is")]
    [InlineData("candles", "2024-01-01,1,1,1,1\n", "has no header")]
    public async Task File_DoesNotFit_FailsAndSaysWhy(string kind, string file, string reason)
    {
        var (code, _, error) = await ImportAsync(kind, file);

        code.ShouldBe(1);
        error.ShouldContain(reason);
    }

    [Fact]
    public async Task Asset_NobodyKnows_FailsAndSaysWhatToDo()
    {
        var (code, _, error) = await ImportAsync("prices", "date,price\n2024-01-01,1\n", "--asset", "no-such-coin");

        code.ShouldBe(1);
        error.ShouldContain("There is no asset 'no-such-coin'");
    }

    [Theory]
    [InlineData("prices", "--source", "Two, Names")]
    [InlineData("candles", "--interval", "7m")]
    [InlineData("prices", "--nope", "1")]
    [InlineData("quotes", "--source", "x")]
    [InlineData("prices", "--map", "time")]
    public async Task Arguments_Wrong_AreRefused(string kind, string option, string value)
    {
        var (code, _, error) = await ImportAsync(kind, "date,price\n2024-01-01,1\n", option, value);

        code.ShouldBe(2);
        error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task File_CutOffInTheMiddle_IsFinishedByTheNextRun()
    {
        var rows = Enumerable.Range(0, 6000).Select(i => $"{Day.AddHours(-i):yyyy-MM-ddTHH:mm:ssZ},{i + 1}").ToList();
        var good = "time,price\n" + string.Join('\n', rows) + "\n";

        // A quote that never ends, after the first batch was written: the reader gives up there.
        var broken = "time,price\n" + string.Join('\n', rows[..5500]) + "\n\"" + new string('x', 70_000) + "\n";
        (await ImportAsync("prices", broken)).Code.ShouldBe(1);
        (await ReadCandlesAsync(CandleInterval.OneDay)).ShouldNotBeEmpty();

        (await ImportAsync("prices", good)).Code.ShouldBe(0);

        var expected = Enumerable.Range(0, 6000).Select(i => (At: Day.AddHours(-i), Price: (decimal)(i + 1))).GroupBy(point => point.At.Date);
        (await ReadCandlesAsync(CandleInterval.OneDay)).Select(candle => (candle.OpenTime.Date, candle.High, candle.Low)).ShouldBe(
            expected.Select(day => (day.Key, day.Max(point => point.Price), day.Min(point => point.Price))).OrderBy(day => day.Key));
    }

    [Fact]
    public async Task Prices_TwoBatchesMeetWithinADay_FoldTogether()
    {
        var rows = Enumerable.Range(0, 6000).Select(i => $"{Day.AddHours(i - 6000):yyyy-MM-ddTHH:mm:ssZ},{i + 1}");

        await ImportAsync("prices", "time,price\n" + string.Join('\n', rows) + "\n");

        (await ReadCandlesAsync(CandleInterval.OneDay)).Select(candle => (candle.Open, candle.Close)).ShouldBe(
            Enumerable.Range(0, 250).Select(day => ((day * 24) + 1m, (day * 24) + 24m)));
    }

    private async Task<(int Code, string Output, string Error)> ImportAsync(string kind, string file, params string[] more)
    {
        var path = Path.Combine(_folder, "file.csv");
        await File.WriteAllTextAsync(path, file, Encoding.UTF8);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        string[] asset = more.Contains("--asset") ? [] : ["--asset", "bitcoin"];
        var code = await ImportCommand.RunAsync(
            ["import", kind, .. asset, "--file", path, .. more, $"--Database:SqlitePath={Database}"], output, error);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<List<Candle>> ReadCandlesAsync(CandleInterval interval)
    {
        var store = TestStore.Sqlite(Database);
        var candles = await store.Candles
            .ReadAsync(await BitcoinAsync(store), interval, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow, 100_000, CancellationToken.None)
            .ToListAsync();
        await store.DisposeAsync();
        return [.. candles.Select(candle => candle with { AssetId = 0 })];
    }

    private async Task<List<(DateTimeOffset At, decimal Value)>> ReadMetricAsync(string metric)
    {
        var store = TestStore.Sqlite(Database);
        var points = await store.Metrics
            .ReadAsync(await BitcoinAsync(store), metric, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow, 100_000, CancellationToken.None)
            .ToListAsync();
        await store.DisposeAsync();
        return [.. points.Select(point => (point.At, point.Value))];
    }

    private static async Task<int> BitcoinAsync(TestStore store) =>
        (await store.Store.LoadAsync(CancellationToken.None)).Assets.Single(asset => asset.Slug == "bitcoin").Id;
}
