using MarketData.Markets;
using Npgsql;
using NpgsqlTypes;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    // Dropped with the transaction, so that nothing of one commit can reach another, whatever pooler stands between.
    private const string CreateQuoteStaging = "CREATE TEMP TABLE quote_staging (LIKE quote) ON COMMIT DROP";

    private const string CopyQuotes = $"COPY quote_staging ({QuoteSql.Columns}) FROM STDIN (FORMAT BINARY)";

    private const string MergeQuotes = $"""
        INSERT INTO quote ({QuoteSql.Columns})
        SELECT {QuoteSql.Columns} FROM quote_staging ORDER BY asset_id, source
        {QuoteSql.KeepNewerAndKnown}
        """;

    private static async Task UpsertQuotesAsync(NpgsqlConnection connection, IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, CreateQuoteStaging, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(CopyQuotes, cancellationToken))
        {
            foreach (var quote in quotes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copy.StartRow();
                WriteQuote(copy, quote);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await ExecuteAsync(connection, MergeQuotes, cancellationToken);
    }

    /// <remarks>Synchronous: cells go to a buffer, and half a million awaits cost more than the flushes that they would free.</remarks>
    private static void WriteQuote(NpgsqlBinaryImporter copy, Quote quote)
    {
        copy.Write(quote.AssetId, NpgsqlDbType.Integer);
        copy.Write(Storable(quote.Source)!, NpgsqlDbType.Text);
        copy.Write(quote.Price, NpgsqlDbType.Numeric);
        Write(copy, quote.MarketCap);
        Write(copy, quote.FullyDilutedValuation);
        Write(copy, quote.Volume24h);
        Write(copy, quote.CirculatingSupply);
        copy.Write(StoredEnum<SupplyBasis>.ToText(quote.CirculatingSupplyBasis), NpgsqlDbType.Text);
        Write(copy, quote.TotalSupply);
        Write(copy, quote.MaxSupply);
        Write(copy, quote.High24h);
        Write(copy, quote.Low24h);
        Write(copy, quote.PriceChange24h);
        Write(copy, quote.MarketCapChange24h);
        Write(copy, quote.MarketCapChangePercentage24h);
        Write(copy, quote.Changes.H1);
        Write(copy, quote.Changes.H24);
        Write(copy, quote.Changes.D7);
        Write(copy, quote.Changes.D14);
        Write(copy, quote.Changes.D30);
        Write(copy, quote.Changes.D200);
        Write(copy, quote.Changes.Y1);
        Write(copy, quote.Ath);
        Write(copy, quote.AthDate);
        Write(copy, quote.Atl);
        Write(copy, quote.AtlDate);
        Write(copy, quote.SourceRank);
        Write(copy, quote.AsOf);
        Write(copy, quote.ReceivedAt);
    }

    internal static void Write(NpgsqlBinaryImporter copy, decimal? value) => Write(copy, value, NpgsqlDbType.Numeric);

    private static void Write(NpgsqlBinaryImporter copy, double? value) => Write(copy, value, NpgsqlDbType.Double);

    private static void Write(NpgsqlBinaryImporter copy, int? value) => Write(copy, value, NpgsqlDbType.Integer);

    internal static void Write(NpgsqlBinaryImporter copy, DateTimeOffset? value) =>
        Write(copy, value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    private static void Write<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known)
        {
            copy.Write(known, type);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
