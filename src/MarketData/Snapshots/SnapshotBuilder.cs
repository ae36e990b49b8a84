using MarketData.Ingestion;
using MarketData.Markets;
using Microsoft.Extensions.Options;

namespace MarketData.Snapshots;

/// <summary>Makes a snapshot from the book. Reads the book and changes nothing; the caller holds the book's lock.</summary>
internal sealed class SnapshotBuilder(IOptions<MarketsOptions> options, EnabledSources sources)
{
    private readonly ConsensusRules _rules = ConsensusRules.From(options.Value);
    private readonly TierThresholds _tiers = options.Value.Tiers.ToThresholds();

    /// <summary>The consensus of those of an asset's quotes whose source is enabled; null if none is.</summary>
    public ConsensusQuote? ConsensusOf(IReadOnlyList<Quote> quotes, DateTimeOffset now)
    {
        var enabled = Enabled(quotes);
        return enabled.Count == 0 ? null : Consensus.Of(enabled, now, _rules);
    }

    /// <param name="book">The latest of everything.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="previousVersion">Version of the snapshot before; the new one's is higher.</param>
    public MarketSnapshot Build(MarketBook book, DateTimeOffset now, long previousVersion)
    {
        var rows = BuildRows(book, now);
        var slugs = rows.ToDictionary(row => row.Asset.Slug);
        var quotes = rows.Select(row => row.Quote).OfType<ConsensusQuote>().ToList();
        var fresh = quotes.Where(quote => !quote.Stale).ToList();
        return new MarketSnapshot(rows)
        {
            // Our clock in milliseconds, so that versions rise over restarts as well.
            Version = Math.Max(previousVersion + 1, now.ToUnixTimeMilliseconds()),
            BuiltAt = now,
            AsOf = quotes.Count == 0 ? null : quotes.Max(quote => quote.Figures.AsOf),
            Stale = fresh.Count == 0,
            NextStaleAt = fresh.Count == 0 ? null : fresh.Min(quote => quote.ChangesAt),
            Sources = [.. quotes.SelectMany(quote => quote.Sources).Distinct().Order(StringComparer.Ordinal)],
            EncodedRows = AssetEncoder.EncodeAll(rows),
            Currencies = new CurrencyTable(
                book.FxRates.Where(rate => sources.Contains(rate.Source)), slug => slugs.GetValueOrDefault(slug)),
            Categories = BuildCategories(book, rows),
            Totals = MarketTotals.Over(rows),
            Tiers = _tiers,
            Sentiments = [.. book.Sentiments.Where(point => sources.Contains(point.Source))],
            Collisions = [.. book.Collisions.OrderBy(collision => collision.Source, StringComparer.Ordinal).ThenBy(collision => collision.SourceId, StringComparer.Ordinal)],
        };
    }

    private List<MarketRow> BuildRows(MarketBook book, DateTimeOffset now)
    {
        var sourceIds = book.Directory.SourceIds.ToLookup(id => id.AssetId);
        var tvls = book.Tvls.Where(tvl => sources.Contains(tvl.Source)).GroupBy(tvl => tvl.AssetId).ToDictionary(group => group.Key, group => group.First());
        var rows = new List<MarketRow>(book.Directory.Assets.Count);
        foreach (var asset in book.Directory.Assets)
        {
            var quotes = Enabled(book.QuotesOf(asset.Id));
            var consensus = quotes.Count == 0 ? null : Consensus.Of(quotes, now, _rules);
            rows.Add(new MarketRow
            {
                Asset = asset,
                Quote = consensus is null ? null : Complete(consensus, asset.Id, book),
                SourceQuotes = [.. quotes.OrderBy(quote => _rules.Preference(quote.Source))],
                Refusals = [.. book.RefusalsOf(asset.Id, sources.Names)],
                Tier = _tiers.Classify(consensus?.Figures.MarketCap),
                Categories = [.. book.CategoriesOf(asset.Id)],
                Contracts = book.ContractsOf(asset.Id),
                SourceIds = [.. sourceIds[asset.Id].OrderBy(id => id.Source, StringComparer.Ordinal)],
                Tvl = tvls.GetValueOrDefault(asset.Id),
            });
        }

        rows.Sort(ByMarketCap);
        for (var i = 0; i < rows.Count && rows[i].MarketCap is not null; i++)
        {
            rows[i] = rows[i] with { Rank = i + 1 };
        }

        return rows;
    }

    private static List<CategoryRow> BuildCategories(MarketBook book, List<MarketRow> rows)
    {
        var members = Enumerable.Range(0, rows.Count)
            .SelectMany(number => rows[number].Categories.Select(category => (category, number)))
            .ToLookup(entry => entry.category, entry => entry.number);
        return
        [
            .. book.Categories
                .Select(category => new CategoryRow(
                    category, [.. members[category.Id]], MarketTotals.Over(members[category.Id].Select(number => rows[number]))))
                .OrderByDescending(category => category.Totals.MarketCap ?? -1)
                .ThenBy(category => category.Category.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>What the sources say, with what our own history knows better or beside it.</summary>
    private static ConsensusQuote Complete(ConsensusQuote quote, int assetId, MarketBook book)
    {
        var figures = quote.Figures;
        var own = book.Starts.ChangesTo(assetId, figures.Price, figures.AsOf);
        return OwnExtremes.Complete(
            quote with { Figures = figures with { Changes = figures.Changes.FilledFrom(own) } },
            book.ExtremeOf(assetId, ExtremeKind.Ath),
            book.ExtremeOf(assetId, ExtremeKind.Atl));
    }

    private List<Quote> Enabled(IReadOnlyList<Quote> quotes) => [.. quotes.Where(quote => sources.Contains(quote.Source))];

    private static int ByMarketCap(MarketRow left, MarketRow right)
    {
        var byCap = Nullable.Compare(right.MarketCap, left.MarketCap);
        return byCap != 0 ? byCap : string.CompareOrdinal(left.Asset.Slug, right.Asset.Slug);
    }
}
