using MarketData.Markets;
using Microsoft.Data.Sqlite;

namespace MarketData.Database.Sqlite;

internal sealed partial class SqliteMarketStore
{
    private const string UpsertQuote = $"""
        INSERT INTO quote ({QuoteSql.Columns})
        VALUES (
            @assetId, @source, @price, @marketCap, @fullyDilutedValuation, @volume24h,
            @circulatingSupply, @circulatingSupplyBasis, @totalSupply, @maxSupply, @high24h, @low24h,
            @priceChange24h, @marketCapChange24h, @marketCapChangePercentage24h,
            @change1h, @change24h, @change7d, @change14d, @change30d, @change200d, @change1y,
            @ath, @athDate, @athChangePercentage, @atl, @atlDate, @atlChangePercentage,
            @roiTimes, @roiCurrency, @roiPercentage, @sourceRank, @asOf, @receivedAt)
        {QuoteSql.KeepNewerAndKnown}
        """;

    private static void WriteQuotes(SqliteTransaction transaction, IReadOnlyList<Quote> quotes, CancellationToken cancellationToken) =>
        ForEach(transaction, UpsertQuote, quotes, WriteQuote, cancellationToken);

    private static void WriteQuote(SqliteStatement upsert, Quote quote) => upsert.Execute(
        quote.AssetId,
        quote.Source,
        quote.Price,
        quote.MarketCap,
        quote.FullyDilutedValuation,
        quote.Volume24h,
        quote.CirculatingSupply,
        StoredEnum<SupplyBasis>.ToText(quote.CirculatingSupplyBasis),
        quote.TotalSupply,
        quote.MaxSupply,
        quote.High24h,
        quote.Low24h,
        quote.PriceChange24h,
        quote.MarketCapChange24h,
        quote.MarketCapChangePercentage24h,
        quote.Changes.H1,
        quote.Changes.H24,
        quote.Changes.D7,
        quote.Changes.D14,
        quote.Changes.D30,
        quote.Changes.D200,
        quote.Changes.Y1,
        quote.Ath,
        quote.AthDate,
        quote.AthChangePercentage,
        quote.Atl,
        quote.AtlDate,
        quote.AtlChangePercentage,
        quote.SaleReturn?.Times,
        quote.SaleReturn?.Currency,
        quote.SaleReturn?.Percentage,
        quote.SourceRank,
        quote.AsOf,
        quote.ReceivedAt);
}
