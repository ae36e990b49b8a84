using MarketData.Markets;
using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    // Made before they are needed, so that the turn of a month costs no poll a wait for a lock.
    private const int MonthsAhead = 2;

    // Asked with every write instead of remembered: an operator may drop an old month while we run.
    private const string SelectMissingPartitions = """
        SELECT month
        FROM unnest(@months) AS month
        WHERE to_regclass('price_point_' || to_char(month, 'YYYY_MM')) IS NULL
        ORDER BY month
        """;

    private const string EnsurePartitions = "SELECT ensure_price_point_partitions(@months)";

    // The bounds tell the planner which partitions are meant, which a join alone does not.
    private const string AnyPricePoint = """
        SELECT EXISTS (
            SELECT FROM unnest(@assetIds, @at) AS key (asset_id, at)
            JOIN price_point ON price_point.asset_id = key.asset_id AND price_point.at = key.at
            WHERE price_point.at BETWEEN @first AND @last)
        """;

    private const string MergePricePoints = """
        INSERT INTO price_point (asset_id, at, as_of, price, market_cap, volume_24h, source)
        SELECT asset_id, at, as_of, price, market_cap, volume_24h, source
        FROM price_point_staging
        ORDER BY asset_id, at
        ON CONFLICT (asset_id, at) DO UPDATE SET
            as_of = excluded.as_of,
            price = excluded.price,
            market_cap = excluded.market_cap,
            volume_24h = excluded.volume_24h,
            source = excluded.source
        WHERE price_point.as_of <= excluded.as_of
        """;

    private static readonly BulkTable<PricePoint> PricePoints =
        new("price_point", "asset_id, at, as_of, price, market_cap, volume_24h, source", WritePricePoint);

    public async Task AddPricePointsAsync(IReadOnlyList<PricePoint> points, CancellationToken cancellationToken)
    {
        var rows = CommitResolver.Resolve(points);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await EnsurePartitionsAsync(connection, rows, cancellationToken);
        await using var transaction = await BeginAsync(connection, cancellationToken);
        await UpsertPricePointsAsync(connection, rows, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task EnsurePartitionsAsync(
        NpgsqlConnection connection, IReadOnlyList<PricePoint> points, CancellationToken cancellationToken)
    {
        if (points.Count == 0)
        {
            return;
        }

        var months = points.Select(point => new DateOnly(point.At.Year, point.At.Month, 1)).ToHashSet();
        var newest = months.Max();
        months.UnionWith(Enumerable.Range(1, MonthsAhead).Select(newest.AddMonths));

        var missing = new List<DateOnly>();
        await using (var select = new NpgsqlCommand(SelectMissingPartitions, connection))
        {
            select.Parameters.Add(new NpgsqlParameter<DateOnly[]>("months", [.. months]));
            await using var reader = await select.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                missing.Add(reader.GetFieldValue<DateOnly>(0));
            }
        }

        if (missing.Count > 0)
        {
            await ExecuteAsync(connection, EnsurePartitions, cancellationToken, new NpgsqlParameter<DateOnly[]>("months", [.. missing]));
        }
    }

    private static async Task UpsertPricePointsAsync(
        NpgsqlConnection connection, IReadOnlyList<PricePoint> points, CancellationToken cancellationToken)
    {
        if (!await IsAnyStoredAsync(connection, KeySample.Of(points), cancellationToken)
            && await PricePoints.TryAppendAsync(connection, points, cancellationToken))
        {
            return;
        }

        await PricePoints.StageAsync(connection, points, cancellationToken);
        await ExecuteAsync(connection, MergePricePoints, cancellationToken);
    }

    private static async Task<bool> IsAnyStoredAsync(
        NpgsqlConnection connection, IReadOnlyList<PricePoint> points, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(AnyPricePoint, connection);
        select.Parameters.Add(Column("assetIds", points, point => point.AssetId));
        select.Parameters.Add(Times("at", points, point => point.At));
        select.Parameters.AddRange(Bounds(points, point => point.At));
        return await select.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static void WritePricePoint(CopyRows cells, PricePoint point)
    {
        cells.Write(point.AssetId);
        cells.Write(point.At);
        cells.Write(point.AsOf);
        cells.Write(point.Price);
        cells.Write(point.MarketCap);
        cells.Write(point.Volume24h);
        cells.Write(point.Source);
    }
}
