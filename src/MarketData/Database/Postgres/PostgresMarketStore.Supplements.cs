using MarketData.Markets;
using MarketData.Metrics;
using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    private const string UpsertFxRates = """
        INSERT INTO fx_rate (currency, at, name, kind, units_per_usd, source, as_of, received_at)
        SELECT new.currency, new.at, new.name, new.kind, new.units_per_usd, new.source, new.as_of, new.received_at
        FROM unnest(@currencies, @at, @names, @kinds, @unitsPerUsd, @sources, @asOf, @receivedAt)
            AS new (currency, at, name, kind, units_per_usd, source, as_of, received_at)
        ON CONFLICT (currency, at) DO UPDATE SET
            name = excluded.name,
            kind = excluded.kind,
            units_per_usd = excluded.units_per_usd,
            source = excluded.source,
            as_of = excluded.as_of,
            received_at = excluded.received_at
        WHERE fx_rate.received_at <= excluded.received_at
        """;

    private const string UpsertTvls = """
        INSERT INTO asset_tvl (asset_id, source, tvl, received_at)
        SELECT new.asset_id, new.source, new.tvl, new.received_at
        FROM unnest(@assetIds, @sources, @tvls, @receivedAt) AS new (asset_id, source, tvl, received_at)
        ON CONFLICT (asset_id, source) DO UPDATE SET
            tvl = excluded.tvl,
            received_at = excluded.received_at
        WHERE asset_tvl.received_at <= excluded.received_at
        """;

    private const string UpsertSentiments = """
        INSERT INTO sentiment_point (source, at, value, classification, received_at)
        SELECT new.source, new.at, new.value, new.classification, new.received_at
        FROM unnest(@sources, @at, @values, @classifications, @receivedAt) AS new (source, at, value, classification, received_at)
        ON CONFLICT (source, at) DO UPDATE SET
            value = excluded.value,
            classification = excluded.classification,
            received_at = excluded.received_at
        """;

    private static Task UpsertFxRatesAsync(NpgsqlConnection connection, IReadOnlyList<FxRate> rates, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            UpsertFxRates,
            cancellationToken,
            Texts("currencies", rates, rate => rate.Currency),
            Times("at", rates, rate => PricePoint.SlotOf(rate.ReceivedAt)),
            Texts("names", rates, rate => rate.Name),
            Texts("kinds", rates, rate => StoredEnum<CurrencyKind>.ToText(rate.Kind)),
            Column("unitsPerUsd", rates, rate => rate.UnitsPerUsd),
            Texts("sources", rates, rate => rate.Source),
            Times("asOf", rates, rate => rate.AsOf),
            Times("receivedAt", rates, rate => rate.ReceivedAt));

    private static async Task UpsertTvlsAsync(NpgsqlConnection connection, IReadOnlyList<AssetTvl> tvls, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection,
            UpsertTvls,
            cancellationToken,
            Column("assetIds", tvls, tvl => tvl.AssetId),
            Texts("sources", tvls, tvl => tvl.Source),
            Column("tvls", tvls, tvl => tvl.Tvl),
            Times("receivedAt", tvls, tvl => tvl.ReceivedAt));
        await PostgresMetricStore.UpsertAsync(connection, MetricSql.Resolve([.. tvls.Select(MetricPoint.Of)]), cancellationToken);
    }

    private static Task UpsertSentimentsAsync(
        NpgsqlConnection connection, IReadOnlyList<SentimentPoint> points, CancellationToken cancellationToken) =>
        ExecuteAsync(
            connection,
            UpsertSentiments,
            cancellationToken,
            Texts("sources", points, point => point.Source),
            Times("at", points, point => point.At),
            Column("values", points, point => point.Value),
            Texts("classifications", points, point => point.Classification),
            Times("receivedAt", points, point => point.ReceivedAt));
}
