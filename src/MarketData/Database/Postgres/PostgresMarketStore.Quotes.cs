using MarketData.Markets;
using Npgsql;

namespace MarketData.Database.Postgres;

internal sealed partial class PostgresMarketStore
{
    // An UPDATE of what is known and an INSERT of what is new cost two thirds of one INSERT … ON CONFLICT, which tries to insert first.
    private const string UpdateQuotes = $"""
        UPDATE quote
        SET {QuoteSql.SetNewerAndKnown}
        FROM quote_staging AS excluded
        WHERE quote.asset_id = excluded.asset_id AND quote.source = excluded.source AND quote.as_of <= excluded.as_of
        """;

    private const string InsertNewQuotes = $"""
        INSERT INTO quote ({QuoteSql.Columns})
        SELECT {QuoteSql.Columns} FROM quote_staging ORDER BY asset_id, source
        ON CONFLICT (asset_id, source) DO NOTHING
        """;

    private static readonly BulkTable<Quote> Quotes = new("quote", QuoteSql.Columns, WriteQuote);

    private static async Task UpsertQuotesAsync(NpgsqlConnection connection, IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        await Quotes.StageAsync(connection, quotes, cancellationToken);
        await using var update = new NpgsqlCommand(UpdateQuotes, connection);
        if (await update.ExecuteNonQueryAsync(cancellationToken) < quotes.Count)
        {
            await ExecuteAsync(connection, InsertNewQuotes, cancellationToken);
        }
    }

    private static void WriteQuote(CopyRows cells, Quote quote)
    {
        cells.Write(quote.AssetId);
        cells.Write(quote.Source);
        cells.Write(quote.Price);
        cells.Write(quote.MarketCap);
        cells.Write(quote.FullyDilutedValuation);
        cells.Write(quote.Volume24h);
        cells.Write(quote.CirculatingSupply);
        cells.Write(StoredEnum<SupplyBasis>.ToText(quote.CirculatingSupplyBasis));
        cells.Write(quote.TotalSupply);
        cells.Write(quote.MaxSupply);
        cells.Write(quote.High24h);
        cells.Write(quote.Low24h);
        cells.Write(quote.PriceChange24h);
        cells.Write(quote.MarketCapChange24h);
        cells.Write(quote.MarketCapChangePercentage24h);
        cells.Write(quote.Changes.H1);
        cells.Write(quote.Changes.H24);
        cells.Write(quote.Changes.D7);
        cells.Write(quote.Changes.D14);
        cells.Write(quote.Changes.D30);
        cells.Write(quote.Changes.D200);
        cells.Write(quote.Changes.Y1);
        cells.Write(quote.Ath);
        cells.Write(quote.AthDate);
        cells.Write(quote.AthChangePercentage);
        cells.Write(quote.Atl);
        cells.Write(quote.AtlDate);
        cells.Write(quote.AtlChangePercentage);
        cells.Write(quote.SaleReturn?.Times);
        cells.Write(quote.SaleReturn?.Currency);
        cells.Write(quote.SaleReturn?.Percentage);
        cells.Write(quote.SourceRank);
        cells.Write(quote.AsOf);
        cells.Write(quote.ReceivedAt);
    }
}
