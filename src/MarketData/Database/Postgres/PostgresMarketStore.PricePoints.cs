using MarketData.Markets;
using Npgsql;
using NpgsqlTypes;

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

    private const string CreatePricePointStaging = "CREATE TEMP TABLE price_point_staging (LIKE price_point) ON COMMIT DROP";

    private const string CopyPricePoints = """
        COPY price_point_staging (asset_id, at, as_of, price, market_cap, volume_24h, source) FROM STDIN (FORMAT BINARY)
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

    internal static async Task EnsurePartitionsAsync(
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

    internal static async Task UpsertPricePointsAsync(
        NpgsqlConnection connection, IReadOnlyList<PricePoint> points, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreatePricePointStaging, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(CopyPricePoints, cancellationToken))
        {
            foreach (var point in points)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.StartRow();
                copy.Write(point.AssetId, NpgsqlDbType.Integer);
                Write(copy, point.At);
                Write(copy, point.AsOf);
                copy.Write(point.Price, NpgsqlDbType.Numeric);
                Write(copy, point.MarketCap);
                Write(copy, point.Volume24h);
                copy.Write(Storable(point.Source)!, NpgsqlDbType.Text);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(connection, MergePricePoints, cancellationToken);
    }
}
