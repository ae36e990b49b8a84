using MarketData.Assets;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Database;

/// <summary>Rows to records, column by column in the order of the statements.</summary>
internal static class MarketRows
{
    public static Asset Asset(RowReader row) =>
        new(row.Int(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Time(5));

    public static AssetSourceId SourceId(RowReader row) =>
        new(row.Text(0), row.Text(1), row.Int(2), row.Enum<IdentityMatch>(3));

    public static AssetContract Contract(RowReader row) => new(row.Int(2), row.Text(0), row.Text(1));

    public static Category Category(RowReader row)
    {
        var category = new Category
        {
            Id = row.Text(0),
            Name = row.Text(1),
            Description = row.TextOrNull(2),
            ProviderSource = row.TextOrNull(3),
            ProviderMarketCap = row.MoneyOrNull(4),
            ProviderMarketCapChangePercentage24h = row.DoubleOrNull(5),
            ProviderVolume24h = row.MoneyOrNull(6),
            ProviderAsOf = row.TimeOrNull(7),
            ProviderReceivedAt = row.TimeOrNull(8),
        };

        // A figure that cannot be held is unknown here: without the category, its memberships would point nowhere.
        row.TakeUnreadable();
        return category;
    }

    public static AssetCategory AssetCategory(RowReader row) => new(row.Int(0), row.Text(1));

    public static Quote Quote(RowReader row) => new()
    {
        AssetId = row.Int(0),
        Source = row.Text(1),
        Price = row.Money(2),
        MarketCap = row.MoneyOrNull(3),
        FullyDilutedValuation = row.MoneyOrNull(4),
        Volume24h = row.MoneyOrNull(5),
        CirculatingSupply = row.MoneyOrNull(6),
        CirculatingSupplyBasis = row.Enum<SupplyBasis>(7),
        TotalSupply = row.MoneyOrNull(8),
        MaxSupply = row.MoneyOrNull(9),
        High24h = row.MoneyOrNull(10),
        Low24h = row.MoneyOrNull(11),
        PriceChange24h = row.MoneyOrNull(12),
        MarketCapChange24h = row.MoneyOrNull(13),
        MarketCapChangePercentage24h = row.DoubleOrNull(14),
        Changes = new PriceChanges(
            row.DoubleOrNull(15),
            row.DoubleOrNull(16),
            row.DoubleOrNull(17),
            row.DoubleOrNull(18),
            row.DoubleOrNull(19),
            row.DoubleOrNull(20),
            row.DoubleOrNull(21)),
        Ath = row.MoneyOrNull(22),
        AthDate = row.TimeOrNull(23),
        AthChangePercentage = row.DoubleOrNull(24),
        Atl = row.MoneyOrNull(25),
        AtlDate = row.TimeOrNull(26),
        AtlChangePercentage = row.DoubleOrNull(27),
        SaleReturn = SaleReturn(row, 28),
        SourceRank = row.IntOrNull(31),
        AsOf = row.Time(32),
        ReceivedAt = row.Time(33),
    };

    private static SaleReturn? SaleReturn(RowReader row, int ordinal) =>
        row.DoubleOrNull(ordinal) is { } times && row.TextOrNull(ordinal + 1) is { } currency && row.DoubleOrNull(ordinal + 2) is { } percentage
            ? new SaleReturn(times, currency, percentage)
            : null;

    public static FxRate FxRate(RowReader row) => new(
        row.Text(0), row.Text(2), row.Enum<CurrencyKind>(3), row.Money(4), row.Text(5), row.TimeOrNull(6), row.Time(7));

    public static AssetTvl Tvl(RowReader row) => new(row.Int(0), row.Text(1), row.Money(2), row.Time(3));

    public static SentimentPoint Sentiment(RowReader row) =>
        new(row.Text(0), row.Time(1), row.Int(2), row.Text(3), row.Time(4));

    public static IdentityCollision Collision(RowReader row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), StoredList.Parse(row.Text(4)), row.Time(5));

    public static PricePoint PricePoint(RowReader row) => new(
        row.Int(0), row.Time(1), row.Time(2), row.Money(3), row.MoneyOrNull(4), row.MoneyOrNull(5), row.Text(6));

    public static QuarantinedQuote Refusal(RowReader row) => new(
        row.Text(0),
        row.Text(1),
        row.IntOrNull(2),
        row.Text(3),
        row.Text(4),
        row.TextOrNull(5),
        row.Text(6),
        row.TimeOrNull(7),
        row.Time(8),
        row.Time(9),
        row.Long(10));

    public static IngestionRun Run(RowReader row) => new()
    {
        Id = row.Long(0),
        Source = row.Text(1),
        StartedAt = row.Time(2),
        FinishedAt = row.Time(3),
        Outcome = row.Enum<IngestionOutcome>(4),
        Requests = row.Int(5),
        RowsReceived = row.Int(6),
        QuotesAccepted = row.Int(7),
        QuotesUnchanged = row.Int(8),
        Refusals = row.Int(9),
        ErrorCode = row.TextOrNull(10),
        Error = row.TextOrNull(11),
    };
}
