using System.Text.Json;
using MarketData.Candles;
using MarketData.Database;
using MarketData.IntegrationTests.Servers;
using Npgsql;

namespace MarketData.IntegrationTests.Database;

/// <summary>
/// How PostgreSQL reads history: through an index, and only the partitions that are asked for. Each statement is explained with
/// its values, and as the plan that the server keeps for all values once it is prepared.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class QueryPlanTests(PostgresServer server) : IAsyncLifetime
{
    private const int Assets = 40;
    private const int Months = 6;

    // Straight into the tables: the plans are the subject, not the writing.
    private const string Seed = """
        INSERT INTO asset (slug, symbol, name, first_seen) SELECT 'asset-' || i, 'a', 'A', now() FROM generate_series(1, @assets) AS i;
        SELECT ensure_candle_partitions(array_agg(i), array_agg(d::date))
        FROM unnest(ARRAY['5m', '1h', '1d']) AS i, generate_series(@start, @end, interval '1 month') AS d;
        SELECT ensure_price_point_partitions(array_agg(d::date)) FROM generate_series(@start, @end, interval '1 month') AS d;
        INSERT INTO candle
        SELECT a, w.name, t, 'own', 1, 1, 1, 1, NULL, NULL, NULL, t, t, 'coingecko'
        FROM (VALUES ('5m', interval '1 hour'), ('1h', interval '2 hours'), ('1d', interval '1 day')) AS w (name, step),
            generate_series(1, @assets) AS a, generate_series(@start, @end, w.step) AS t
        WHERE t < @end;
        INSERT INTO price_point
        SELECT a, t, t, 1, NULL, NULL, 'coingecko' FROM generate_series(1, @assets) AS a, generate_series(@start, @end, interval '1 hour') AS t
        WHERE t < @end;
        INSERT INTO global_point
        SELECT t, t, 1, 1, 1, '{}' FROM generate_series(@start, @end, interval '1 hour') AS t;
        INSERT INTO category_point
        SELECT 'category-' || c, t, t, 1, 1, 1 FROM generate_series(1, @assets) AS c, generate_series(@start, @end, interval '1 hour') AS t;
        INSERT INTO metric_point (asset_id, metric, at, value, source, received_at)
        SELECT a, m, t, 1, 'import', t
        FROM generate_series(1, @assets) AS a, unnest(ARRAY['active_addresses', 'transaction_count', 'tvl']) AS m,
            generate_series(@start, @end, interval '1 day') AS t;
        INSERT INTO grade (asset_id, model, version, day, grade, coverage, computed_at, source)
        SELECT a, m, '1', t, 50, 1, t, 'coingecko'
        FROM generate_series(1, @assets) AS a, unnest(ARRAY['investor', 'trader', 'value']) AS m, generate_series(@start, @end, interval '1 day') AS t;
        INSERT INTO price_extreme (asset_id, kind, price, at, source)
        SELECT a, k, 1, @start, 'coingecko' FROM generate_series(1, 2000) AS a, unnest(ARRAY['ath', 'atl']) AS k;
        """;

    private static readonly DateTimeOffset Start = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Middle = Start.AddMonths(3);

    private NpgsqlDataSource _dataSource = null!;

    public async Task InitializeAsync()
    {
        var store = TestStore.Postgres(await server.CreateDatabaseAsync());
        await store.Migrator.MigrateAsync(CancellationToken.None);
        await using var connection = await store.OpenAsync();
        _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false }.ConnectionString);
        await store.DisposeAsync();

        await using var seed = _dataSource.CreateCommand(Seed);
        seed.Parameters.AddWithValue("assets", Assets);
        seed.Parameters.AddWithValue("start", Start);
        seed.Parameters.AddWithValue("end", Start.AddMonths(Months));
        await seed.ExecuteNonQueryAsync();
        await using var analyze = _dataSource.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _dataSource.DisposeAsync();

    [Theory]
    [InlineData(CandleInterval.FiveMinutes, "candle_5m_2026_01")]
    [InlineData(CandleInterval.OneHour, "candle_1h_2026_01")]
    [InlineData(CandleInterval.OneDay, "candle_1d_2026")]
    public Task ReadAsync_WithinOneMonth_ReadsOnePartitionThroughItsKey(CandleInterval interval, string partition) => ShouldReadAsync(
        CandleSql.SelectRange(interval),
        [partition],
        ("assetId", "integer", 7),
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)),
        ("rows", "bigint", 1000L));

    [Fact]
    public Task ReadAsync_OverTheTurnOfAMonth_ReadsTwoPartitions() => ShouldReadAsync(
        CandleSql.SelectRange(CandleInterval.FiveMinutes),
        ["candle_5m_2025_12", "candle_5m_2026_01"],
        ("assetId", "integer", 7),
        ("from", "timestamptz", Middle.AddDays(-1)),
        ("to", "timestamptz", Middle.AddDays(1)),
        ("rows", "bigint", 1000L));

    [Theory]
    [InlineData(CandleInterval.FiveMinutes, "candle_5m_2026_01")]
    [InlineData(CandleInterval.OneHour, "candle_1h_2026_01")]
    public Task ReadNewestAsync_EnoughInTheLastMonth_ReadsOnePartition(CandleInterval interval, string partition) => ShouldReadAsync(
        CandleSql.SelectNewest(interval),
        [partition],
        ("assetId", "integer", 7),
        ("before", "timestamptz", Middle.AddDays(20)),
        ("rows", "bigint", 48L));

    [Fact]
    public Task ReadDayAsync_ADay_ReadsOneYearThroughTheIndexOfDays() =>
        ShouldReadAsync(CandleSql.SelectDay, ["candle_1d_2026"], ("day", "timestamptz", Middle.AddDays(3)));

    [Fact]
    public Task ReadPointsAsync_WithinOneMonth_ReadsOnePartitionThroughItsKey() => ShouldReadAsync(
        CandleSql.SelectPoints,
        ["price_point_2026_01"],
        ("assetId", "integer", 7),
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)));

    [Fact]
    public Task ReadNewestAsync_OfDays_ReadsOneYear() => ShouldReadAsync(
        CandleSql.SelectNewest(CandleInterval.OneDay),
        ["candle_1d_2026"],
        ("assetId", "integer", 7),
        ("before", "timestamptz", Middle.AddDays(20)),
        ("rows", "bigint", 10L));

    [Fact]
    public Task ReadAsync_WholeHistoryForGaps_ReadsThePartitionsThatThereAreThroughTheirKeys() => ShouldReadAsync(
        CandleSql.SelectRange(CandleInterval.OneDay),
        ["candle_1d_2025", "candle_1d_2026"],
        ("assetId", "integer", 7),
        ("from", "timestamptz", DateTimeOffset.UnixEpoch),
        ("to", "timestamptz", Start.AddMonths(Months)),
        ("rows", "bigint", 4_000_000_000L));

    [Fact]
    public Task ReadGlobalAsync_SomeDays_ReadsThroughItsKey() => ShouldReadAsync(
        CandleSql.SelectGlobalPoints,
        ["global_point"],
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)),
        ("limit", "integer", 500));

    [Fact]
    public Task ReadCategoryAsync_SomeDays_ReadsThroughItsKey() => ShouldReadAsync(
        CandleSql.SelectCategoryPoints,
        ["category_point"],
        ("categoryId", "text", "'category-7'"),
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)),
        ("limit", "integer", 500));

    [Theory]
    [InlineData(CandleInterval.OneHour, 0.1, "candle_1h_2026_01")]
    [InlineData(CandleInterval.FiveMinutes, 0.1, "candle_5m_2026_01")]
    [InlineData(CandleInterval.OneDay, 3, "candle_1d_2026")]
    public Task ReadClosesAsync_FewOfAMonth_ReadsOnePartitionFromAssetToAssetThroughItsKey(CandleInterval interval, double days, string partition) => ShouldReadAsync(
        CandleSql.SelectCloses(interval),
        [partition],
        ("from", "timestamptz", Middle.AddDays(10)),
        ("to", "timestamptz", Middle.AddDays(10 + days)));

    [Fact]
    public Task ReadDaysAsync_FewOfAYear_ReadsOnePartitionFromAssetToAssetThroughItsKey() => ShouldReadAsync(
        CandleSql.SelectDays,
        ["candle_1d_2026"],
        ("from", "timestamptz", Middle.AddDays(10)),
        ("to", "timestamptz", Middle.AddDays(13)));

    [Fact]
    public Task ReadMetricOfAllAsync_FewDays_ReadsFromAssetToAssetThroughItsKey() => ShouldReadAsync(
        MetricSql.SelectRangeOfAll,
        ["metric_point"],
        ("metric", "text", "'tvl'"),
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)));

    [Fact]
    public Task ReadMetricAsync_SomeDays_ReadsThroughItsKey() => ShouldReadAsync(
        MetricSql.SelectRange,
        ["metric_point"],
        ("assetId", "integer", 7),
        ("metric", "text", "'tvl'"),
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)),
        ("limit", "integer", 500));

    [Fact]
    public Task ReadMetricTimesAsync_NewestFirst_ReadsThroughItsKey() => ShouldReadAsync(
        MetricSql.SelectTimesBackwards,
        ["metric_point"],
        ("assetId", "integer", 7),
        ("metric", "text", "'tvl'"),
        ("before", "timestamptz", Middle),
        ("limit", "integer", 30));

    [Fact]
    public Task ReadMetricsOfAnAssetAsync_All_ReadsThroughItsKey() =>
        ShouldReadAsync(MetricSql.SelectSeries, ["metric_point"], ("assetId", "integer", 7));

    [Fact]
    public Task ReadGradesAsync_SomeDays_ReadsThroughItsKey() => ShouldReadAsync(
        GradeSql.SelectRange,
        ["grade"],
        ("assetId", "integer", 7),
        ("model", "text", "'trader'"),
        ("version", "text", "'1'"),
        ("from", "timestamptz", Middle.AddDays(3)),
        ("to", "timestamptz", Middle.AddDays(5)),
        ("limit", "integer", 500));

    [Fact]
    public Task ReadGradesOfADayAsync_AllAssets_ReadsThroughTheIndexOfDays() => ShouldReadAsync(
        GradeSql.SelectDay, ["grade"], ("day", "timestamptz", Middle), ("model", "text", "'trader'"), ("version", "text", "'1'"));

    [Fact]
    public async Task WriteExtremes_OfAnAssetThatHasOne_FindsItThroughItsKey()
    {
        var plan = await ExplainAsync(
            $"INSERT INTO price_extreme ({ExtremeSql.Columns}) VALUES (@assetId, 'ath', 2, @seen, 'coingecko') {ExtremeSql.KeepFurthest}",
            "force_generic_plan",
            [("assetId", "integer", 7), ("seen", "timestamptz", Middle)]);

        var insert = JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan");
        insert.GetProperty("Conflict Arbiter Indexes")[0].GetString().ShouldBe("price_extreme_pkey", plan);
        insert.GetProperty("Conflicting Tuples").GetDouble().ShouldBe(1, plan);
    }

    private async Task ShouldReadAsync(string sql, string[] partitions, params (string Name, string Type, object Value)[] parameters)
    {
        foreach (var mode in (string[])["force_custom_plan", "force_generic_plan"])
        {
            var plan = await ExplainAsync(sql, mode, parameters);
            var scans = Nodes(JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan"))
                .Where(node => node.TryGetProperty("Relation Name", out var table) && table.GetString() != "asset" && node.GetProperty("Actual Loops").GetDouble() > 0)
                .ToList();

            scans.ShouldAllBe(
                node => node.GetProperty("Node Type").GetString() != "Seq Scan",
                $"A partition of the history is read whole (Seq Scan) under {mode}: a request then costs what the table holds.\n{plan}");
            scans.Select(node => node.GetProperty("Relation Name").GetString()!).Distinct().Order(StringComparer.Ordinal).ToArray().ShouldBe(
                partitions,
                $"Under {mode} other partitions are read than those that hold the range: the bounds no longer reach the planner.\n{plan}");
        }
    }

    /// <summary>The plan as JSON, after running it: a partition that was never begun shows no loops.</summary>
    private async Task<string> ExplainAsync(string sql, string mode, (string Name, string Type, object Value)[] parameters)
    {
        var positional = parameters
            .Select((parameter, index) => (parameter.Name, Place: $"${index + 1}"))
            .Aggregate(sql, (text, parameter) => text.Replace($"@{parameter.Name}", parameter.Place, StringComparison.Ordinal));
        var values = parameters.Select(parameter => parameter.Value is DateTimeOffset time ? $"'{time:O}'" : $"{parameter.Value}");
        var types = parameters.Select(parameter => parameter.Type);

        await using var connection = await _dataSource.OpenConnectionAsync();
        await using (var prepare = new NpgsqlCommand(
            $"SET plan_cache_mode = {mode}; PREPARE statement ({string.Join(", ", types)}) AS {positional}", connection))
        {
            await prepare.ExecuteNonQueryAsync();
        }

        await using var explain = new NpgsqlCommand(
            $"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE statement ({string.Join(", ", values)})", connection);
        return (string)(await explain.ExecuteScalarAsync())!;
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var plans)
        ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node)
        : [node];
}
