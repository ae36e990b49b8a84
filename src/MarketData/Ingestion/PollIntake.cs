using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Ingestion;

/// <summary>Turns what a poll brought into what is to be stored: identities, gate, categories, contracts and points of history.</summary>
internal sealed class PollIntake(
    IMarketStore store, QualityGate gate, IdentityResolver identities, PollSupplements supplements, SnapshotBuilder snapshots, TimeProvider time)
{
    /// <summary>
    /// Prepares the commit of one poll. New assets are added to the database and the book on the way, since quotes need their keys.
    /// </summary>
    public async Task<PollResult> TakeAsync(
        string source, SourceBatch batch, DateTimeOffset startedAt, MarketBook book, long epoch, CancellationToken cancellationToken)
    {
        var claimedTwice = ClaimedTwiceRule.Find(batch.Quotes);
        var malformed = batch.Quotes.Where(IdentityFormRule.IsMalformed).ToList();
        var quotes = batch.Quotes.Where(quote => !claimedTwice.Contains(quote.SourceId) && !IdentityFormRule.IsMalformed(quote)).ToList();
        var identity = await ResolveAsync(source, quotes, book, batch.ReceivedAt, epoch, cancellationToken);

        var refusals = new List<QuarantinedQuote>(claimedTwice.Select(id => ClaimedTwice(source, id, batch)));
        refusals.AddRange(malformed.Select(quote => IdentityFormRule.Refuse(quote, source, batch.ReceivedAt)));
        var noted = new List<(int AssetId, IReadOnlyList<Refusal> Refusals)>();
        var accepted = new Dictionary<int, Quote>();
        var unchanged = 0;
        foreach (var raw in quotes)
        {
            var asset = identity.AssetOf(raw.SourceId, book.Directory);
            var held = book.QuotesOf(asset.Id);
            var verdict = gate.Check(raw, source, asset.Id, held, batch.ReceivedAt);
            noted.Add((asset.Id, verdict.Refusals));
            refusals.AddRange(verdict.Refusals.Select(refusal => ToRow(refusal, source, raw, asset.Id, batch.ReceivedAt)));
            if (verdict.Accepted is not { } quote)
            {
                continue;
            }

            if (QuoteChange.IsUnchanged(quote, held.FirstOrDefault(other => other.Source == source)))
            {
                unchanged++;
            }
            else if (!accepted.TryGetValue(asset.Id, out var other) || other.AsOf <= quote.AsOf)
            {
                accepted[asset.Id] = quote;
            }
        }

        return new PollResult(
            new IngestionCommit
            {
                Run = new IngestionRun
                {
                    Source = source,
                    StartedAt = startedAt,
                    FinishedAt = time.GetUtcNow(),
                    Outcome = batch.Failures.Count == 0 ? IngestionOutcome.Succeeded : IngestionOutcome.Partial,
                    Requests = batch.Requests,
                    RowsReceived = batch.Quotes.Count + batch.FxRates.Count + batch.Categories.Count + batch.Tvls.Count + batch.Sentiments.Count,
                    QuotesAccepted = accepted.Count,
                    QuotesUnchanged = unchanged,
                    Refusals = refusals.Count,
                    ErrorCode = batch.Failures.Count == 0 ? null : "partial",
                    Error = batch.Failures.Count == 0 ? null : string.Join(" ", batch.Failures),
                },
                ChangedAssets = [.. identity.Renamed, .. ChangedDescriptions(source, quotes, identity, book)],
                SourceIds = identity.SourceIds,
                Contracts = [.. supplements.Contracts(source, batch, book)],
                Categories = [.. supplements.Categories(source, batch, book)],
                AssetCategories = [.. supplements.AssetCategories(source, batch, book)],
                Quotes = [.. accepted.Values],
                PricePoints =
                [
                    .. HistoryOf(source, batch, identity, book),
                    .. accepted.Values.Select(quote => PointOf(quote, book, batch.ReceivedAt)).OfType<PricePoint>(),
                ],
                FxRates = batch.FxRates,
                Tvls = [.. PollSupplements.Tvls(source, batch, book)],
                Sentiments = batch.Sentiments,
                Refusals = refusals,
                Collisions = identity.Collisions,
            },
            noted);
    }

    /// <summary>Points of the past that the source brought, for the assets that are known by now.</summary>
    private static IEnumerable<PricePoint> HistoryOf(string source, SourceBatch batch, ResolvedIdentities identity, MarketBook book) =>
        batch.History
            .Select(point => (Point: point, Asset: identity.Find(point.SourceId, book.Directory)))
            .Where(entry => entry.Asset is not null)
            .Select(entry => new PricePoint(
                entry.Asset!.Id,
                PricePoint.SlotOf(entry.Point.At),
                entry.Point.At,
                entry.Point.Price,
                entry.Point.MarketCap,
                entry.Point.Volume24h,
                source));

    private async Task<ResolvedIdentities> ResolveAsync(
        string source, List<SourceQuote> quotes, MarketBook book, DateTimeOffset now, long epoch, CancellationToken cancellationToken)
    {
        var claims = quotes
            .DistinctBy(quote => quote.SourceId)
            .Select(quote => new IdentityClaim(quote.SourceId, quote.Symbol, quote.Name, quote.ImageUrl))
            .ToList();
        var plan = identities.Resolve(source, claims, book.Directory, now);
        var added = plan.New.Count == 0
            ? []
            : await store.AddAssetsAsync(
                [.. plan.New.Select(entry => new NewAsset(entry.Slug, entry.Claim.Symbol.ToLowerInvariant(), entry.Claim.Name, entry.Claim.ImageUrl, now))],
                epoch,
                cancellationToken);
        foreach (var asset in added)
        {
            book.Directory.Put(asset);
        }

        var ids = plan.Known.Concat(
            plan.New.Zip(added, (entry, asset) => new AssetSourceId(source, entry.Claim.SourceId, asset.Id, entry.Match)));
        return new ResolvedIdentities(source, [.. ids], plan.Renamed, plan.Collisions);
    }

    /// <summary>Symbols, names and logos follow the source that names the asset.</summary>
    private static IEnumerable<Asset> ChangedDescriptions(
        string source, List<SourceQuote> quotes, ResolvedIdentities identity, MarketBook book)
    {
        var renamed = identity.Renamed.Select(asset => asset.Id).ToHashSet();
        foreach (var quote in quotes.DistinctBy(quote => quote.SourceId))
        {
            var asset = identity.AssetOf(quote.SourceId, book.Directory);
            var described = asset with
            {
                Symbol = quote.Symbol.ToLowerInvariant(),
                Name = quote.Name,
                ImageUrl = quote.ImageUrl ?? asset.ImageUrl,
            };
            if (asset.Slug == quote.SourceId && described != asset && !renamed.Contains(asset.Id))
            {
                yield return described;
            }
        }
    }

    /// <summary>The point that the asset's history gets when this quote joins those we hold.</summary>
    private PricePoint? PointOf(Quote quote, MarketBook book, DateTimeOffset now)
    {
        var held = book.QuotesOf(quote.AssetId);
        var own = held.FirstOrDefault(other => other.Source == quote.Source);
        var joined = held.Where(other => other.Source != quote.Source).Append(own is null ? quote : quote.FilledFrom(own)).ToList();
        return snapshots.ConsensusOf(joined, now) is { Figures: var figures, Sources: var used }
            ? new PricePoint(
                quote.AssetId,
                PricePoint.SlotOf(figures.AsOf),
                figures.AsOf,
                figures.Price,
                figures.MarketCap,
                figures.Volume24h,
                string.Join(',', used))
            : null;
    }

    private static QuarantinedQuote ToRow(Refusal refusal, string source, SourceQuote raw, int assetId, DateTimeOffset now) => new(
        source, raw.SourceId, assetId, refusal.Rule, refusal.Field, refusal.Value, refusal.Reason, raw.AsOf, now, now, 1);

    private static QuarantinedQuote ClaimedTwice(string source, string sourceId, SourceBatch batch) => new(
        source,
        sourceId,
        null,
        ClaimedTwiceRule.Name,
        Refusal.WholeQuote,
        string.Join(" | ", batch.Quotes.Where(quote => quote.SourceId == sourceId).Select(quote => $"{quote.Symbol} {quote.Name}")),
        "Different assets claim this id in one answer.",
        null,
        batch.ReceivedAt,
        batch.ReceivedAt,
        1);
}

/// <summary>What a poll came to.</summary>
/// <param name="Commit">What is to be stored.</param>
/// <param name="Noted">What the gate refused of each asset in the poll; empty lists clear what was noted before.</param>
internal sealed record PollResult(IngestionCommit Commit, IReadOnlyList<(int AssetId, IReadOnlyList<Refusal> Refusals)> Noted);

/// <summary>Which assets the ids of a poll belong to.</summary>
internal sealed record ResolvedIdentities(
    string Source,
    IReadOnlyList<AssetSourceId> SourceIds,
    IReadOnlyList<Asset> Renamed,
    IReadOnlyList<IdentityCollision> Collisions)
{
    private readonly Dictionary<string, int> _assetIds = SourceIds.ToDictionary(id => id.SourceId, id => id.AssetId);

    /// <summary>The asset of a quote of the poll.</summary>
    public Asset AssetOf(string sourceId, AssetDirectory directory) => Find(sourceId, directory)!;

    /// <summary>The asset with an id at the source, also of one that no quote of the poll has; null if the id is not known.</summary>
    public Asset? Find(string sourceId, AssetDirectory directory) =>
        _assetIds.TryGetValue(sourceId, out var assetId) ? directory.Get(assetId) : directory.FindBySourceId(Source, sourceId);
}
