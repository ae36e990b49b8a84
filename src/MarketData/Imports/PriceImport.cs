using MarketData.Candles;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Imports;

/// <summary>
/// Prices seen at a time. They become what a poll's prices become: points, as long as those are kept, and candles of our own, of
/// every interval that is kept that far back.
/// </summary>
/// <param name="market">Takes the commits.</param>
/// <param name="candles">Folds the points.</param>
/// <param name="book">The newest candles as the database has them.</param>
/// <param name="assetId">Our internal key of the asset.</param>
/// <param name="source">Name of the source that they are given.</param>
/// <param name="cutoffs">Times before which history is not kept.</param>
/// <param name="time">Our clock.</param>
internal sealed class PriceImport(
    IMarketStore market, CandleWriter candles, CandleBook book, int assetId, string source, HistoryCutoffs cutoffs, TimeProvider time) : ImportTarget<PricePoint>
{
    private readonly DateTimeOffset _today = CandleInterval.OneDay.OpenTimeOf(time.GetUtcNow());

    public override ColumnMap Map(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> named) =>
        ColumnMap.Find(header, named, [ColumnMap.Time, ColumnMap.Price], [ColumnMap.MarketCap, ColumnMap.Volume24h]);

    public override void Take(ImportRow row, DateTimeOffset at)
    {
        if (at >= _today)
        {
            // The service that may be running folds the day's candle in its memory, and would write over what is added here.
            row.Refuse(ColumnMap.Time, "not_over", "The day is not over yet.");
        }
        else if (CandleInterval.OneDay.OpenTimeOf(at) < cutoffs.OneDay)
        {
            row.Refuse(ColumnMap.Time, "not_kept", "History is not kept this long; History:Retention says how long.");
        }

        var price = row.Price(ColumnMap.Price);
        var marketCap = row.Amount(ColumnMap.MarketCap);
        var volume24h = row.Amount(ColumnMap.Volume24h);
        if (row.Refusals.Count == 0)
        {
            Add(new PricePoint(assetId, PricePoint.SlotOf(at), at, price!.Value, marketCap == 0 ? null : marketCap, volume24h, source));
        }
    }

    protected override async Task<int> WriteAsync(IReadOnlyList<PricePoint> records, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var changes = await candles.FoldAsync(records, book, null, cancellationToken);
        if (changes.Candles.Count == 0)
        {
            return 0;
        }

        var commit = new IngestionCommit
        {
            Run = new IngestionRun
            {
                Source = SourceNames.Import,
                StartedAt = startedAt,
                FinishedAt = time.GetUtcNow(),
                Outcome = IngestionOutcome.Succeeded,
                RowsReceived = records.Count,
                QuotesAccepted = records.Count,
            },
            PricePoints = [.. records.Where(point => cutoffs.Points is null || point.At >= cutoffs.Points)],
            Candles = changes.Candles,
            Corrections = changes.Corrections,
            Extremes = PriceExtreme.Furthest(records.SelectMany(PriceExtreme.Of)),
        };
        await market.CommitAsync(commit, cancellationToken);
        book.Apply(changes.Candles);
        return changes.Candles.Count;
    }
}
