using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Metrics;
using Microsoft.Extensions.Options;

namespace MarketData.Imports;

/// <summary>Carries out an import: finds the asset, and leads the rows of the file to where they belong.</summary>
internal sealed class ImportRun(
    DatabaseInitializer database,
    IMarketStore market,
    ICandleStore candles,
    IMetricStore metrics,
    CandleWriter writer,
    IOptions<HistoryOptions> history,
    TimeProvider time)
{
    /// <summary>Runs the import and gives the counts.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="refuse">Told of each figure that is not taken.</param>
    /// <param name="progress">Told how many bytes of the file are read, now and then.</param>
    /// <param name="cancellationToken">Ends the import; what was written stays.</param>
    /// <exception cref="ImportException">The asset is unknown, the schema is not current, or the file does not fit.</exception>
    public async Task<ImportCounts> RunAsync(
        ImportRequest request, Action<RefusedFigure> refuse, Action<long> progress, CancellationToken cancellationToken)
    {
        // Sequential, and of a size that reads a disk well; the parser asks for little at a time.
        await using var file = new FileStream(
            request.File.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        if (!request.DryRun)
        {
            await database.MigrateAsync(cancellationToken);
        }
        else if ((await database.PlanAsync(cancellationToken)).Count > 0)
        {
            throw new ImportException("The schema is not current, and a dry run changes nothing; run 'migrate' first.");
        }

        var now = time.GetUtcNow();
        var target = await TargetAsync(request, await AssetIdAsync(request, now, cancellationToken), now, cancellationToken);
        return await new CsvImport(target, request.Columns, request.Delimiter, now).RunAsync(file, request.DryRun, refuse, progress, cancellationToken);
    }

    private async Task<int> AssetIdAsync(ImportRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((await market.LoadAsync(cancellationToken)).Assets.FirstOrDefault(asset => asset.Slug == request.Asset) is { } known)
        {
            return known.Id;
        }

        if (SeedCatalog.Load().Find(request.Asset) is not { } seeded)
        {
            throw new ImportException(
                $"There is no asset '{request.Asset}'. Let the service poll a source that lists it first; --asset takes the id that GET /v1/search gives.");
        }

        // Zero is no asset's key: a dry run finds nothing stored of it.
        return request.DryRun
            ? 0
            : (await market.AddAssetsAsync([new NewAsset(seeded.Id, seeded.Symbol, seeded.Name, null, now)], null, cancellationToken))[0].Id;
    }

    private async Task<ImportTarget> TargetAsync(ImportRequest request, int assetId, DateTimeOffset now, CancellationToken cancellationToken) =>
        request.Kind switch
        {
            ImportKind.Candles => new CandleImport(
                candles, assetId, request.Interval, request.Source, history.Value.CutoffOf(request.Interval, now), now),
            ImportKind.Prices => new PriceImport(
                market,
                writer,
                new CandleBook((await candles.LoadLatestAsync(cancellationToken)).Where(candle => candle.AssetId == assetId)),
                assetId,
                request.Source,
                history.Value.CutoffsAt(now),
                time),
            ImportKind.Metrics => new MetricImport(metrics, assetId, request.Source, now),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, null),
        };
}
