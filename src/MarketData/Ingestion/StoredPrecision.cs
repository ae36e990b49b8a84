namespace MarketData.Ingestion;

/// <summary>
/// Cuts times to the microsecond, which is what the databases keep: else a figure would change over a restart, and one given with more
/// digits would look newer than itself.
/// </summary>
internal static class StoredPrecision
{
    public static SourceBatch Apply(SourceBatch batch)
    {
        var receivedAt = Cut(batch.ReceivedAt);
        return batch with
        {
            ReceivedAt = receivedAt,
            Quotes = [.. batch.Quotes.Select(quote => quote with { AsOf = Cut(quote.AsOf), AthDate = Cut(quote.AthDate), AtlDate = Cut(quote.AtlDate) })],
            FxRates = [.. batch.FxRates.Select(rate => rate with { AsOf = Cut(rate.AsOf), ReceivedAt = Cut(rate.ReceivedAt) })],
            Categories = [.. batch.Categories.Select(category => category with { AsOf = Cut(category.AsOf) })],
            Sentiments = [.. batch.Sentiments.Select(point => point with { At = Cut(point.At), ReceivedAt = Cut(point.ReceivedAt) })],
            History = [.. batch.History.Select(point => point with { At = Cut(point.At) })],
        };
    }

    private static DateTimeOffset? Cut(DateTimeOffset? time) => time is { } known ? Cut(known) : null;

    private static DateTimeOffset Cut(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
