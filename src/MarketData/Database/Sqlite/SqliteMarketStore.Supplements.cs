using MarketData.Markets;
using MarketData.Metrics;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    private const string UpsertFxRate = """
        INSERT INTO fx_rate (currency, at, name, kind, units_per_usd, source, as_of, received_at)
        VALUES (@currency, @at, @name, @kind, @unitsPerUsd, @source, @asOf, @receivedAt)
        ON CONFLICT (currency, at) DO UPDATE SET
            name = excluded.name,
            kind = excluded.kind,
            units_per_usd = excluded.units_per_usd,
            source = excluded.source,
            as_of = excluded.as_of,
            received_at = excluded.received_at
        WHERE fx_rate.received_at <= excluded.received_at
        """;

    private const string UpsertTvl = """
        INSERT INTO asset_tvl (asset_id, source, tvl, received_at)
        VALUES (@assetId, @source, @tvl, @receivedAt)
        ON CONFLICT (asset_id, source) DO UPDATE SET
            tvl = excluded.tvl,
            received_at = excluded.received_at
        WHERE asset_tvl.received_at <= excluded.received_at
        """;

    private const string UpsertSentiment = """
        INSERT INTO sentiment_point (source, at, value, classification, received_at)
        VALUES (@source, @at, @value, @classification, @receivedAt)
        ON CONFLICT (source, at) DO UPDATE SET
            value = excluded.value,
            classification = excluded.classification,
            received_at = excluded.received_at
        """;

    private static void WriteSupplements(SqliteTransaction transaction, IngestionCommit commit, CancellationToken cancellationToken)
    {
        ForEach(
            transaction,
            UpsertFxRate,
            commit.FxRates,
            (upsert, rate) => upsert.Execute(
                rate.Currency,
                PricePoint.SlotOf(rate.ReceivedAt),
                rate.Name,
                StoredEnum<CurrencyKind>.ToText(rate.Kind),
                rate.UnitsPerUsd,
                rate.Source,
                rate.AsOf,
                rate.ReceivedAt),
            cancellationToken);
        ForEach(
            transaction,
            UpsertTvl,
            commit.Tvls,
            (upsert, tvl) => upsert.Execute(tvl.AssetId, tvl.Source, tvl.Tvl, tvl.ReceivedAt),
            cancellationToken);
        SqliteMetricStore.Write(transaction, MetricSql.Resolve([.. commit.Tvls.Select(MetricPoint.Of)]), cancellationToken);
        ForEach(
            transaction,
            UpsertSentiment,
            commit.Sentiments,
            (upsert, point) => upsert.Execute(point.Source, point.At, point.Value, point.Classification, point.ReceivedAt),
            cancellationToken);
    }
}
