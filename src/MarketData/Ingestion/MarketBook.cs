using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Ingestion.Gate;
using MarketData.Markets;

namespace MarketData.Ingestion;

/// <summary>
/// The latest of everything, as the database has it: what a snapshot is built from. Only the ingestion pipeline changes it, under its
/// lock: a poll changes a copy, which takes its place when the database has taken the change. (New assets, and what jobs bring of the past,
/// are in the database first.)
/// </summary>
internal sealed class MarketBook
{
    private static readonly IReadOnlyList<Quote> NoQuotes = [];

    private readonly Dictionary<int, List<Quote>> _quotes = [];
    private readonly Dictionary<int, List<AssetContract>> _contracts = [];
    private readonly HashSet<(string Platform, string Address)> _addresses = [];
    private readonly Dictionary<int, SortedSet<string>> _categoriesOf = [];
    private readonly Dictionary<string, Category> _categories = [];
    private readonly Dictionary<string, FxRate> _fxRates = [];
    private readonly Dictionary<(int AssetId, string Source), AssetTvl> _tvls = [];
    private readonly Dictionary<string, SentimentPoint> _sentiments = [];
    private readonly Dictionary<(string Source, string SourceId), IdentityCollision> _collisions = [];
    private readonly Dictionary<(int AssetId, string Source), IReadOnlyList<Refusal>> _refusals = [];
    private readonly Dictionary<(int AssetId, ExtremeKind Kind), PriceExtreme> _extremes = [];

    public MarketBook(MarketState state)
    {
        foreach (var asset in state.Assets)
        {
            Directory.Put(asset);
        }

        Apply(
            new IngestionCommit
            {
                Run = NoRun,
                SourceIds = state.SourceIds,
                Contracts = state.Contracts,
                Categories = state.Categories,
                AssetCategories = state.AssetCategories,
                Quotes = state.Quotes,
                FxRates = state.FxRates,
                Tvls = state.Tvls,
                Sentiments = state.Sentiments,
                Collisions = state.Collisions,
                Extremes = state.Extremes,
            });
    }

    private MarketBook(MarketBook other)
    {
        Directory = other.Directory.Copy();
        _quotes = CopyLists(other._quotes);
        _contracts = CopyLists(other._contracts);
        _addresses = [.. other._addresses];
        _categoriesOf = other._categoriesOf.ToDictionary(entry => entry.Key, entry => new SortedSet<string>(entry.Value, StringComparer.Ordinal));
        _categories = new(other._categories);
        _fxRates = new(other._fxRates);
        _tvls = new(other._tvls);
        _sentiments = new(other._sentiments);
        _collisions = new(other._collisions);
        _refusals = new(other._refusals);
        _extremes = new(other._extremes);
        Starts = other.Starts;
    }

    /// <summary>Prices at the starts of the windows that changes are given over.</summary>
    public WindowStarts Starts { get; set; } = WindowStarts.None;

    public AssetDirectory Directory { get; } = new();

    public IReadOnlyCollection<Category> Categories => _categories.Values;

    public IReadOnlyCollection<FxRate> FxRates => _fxRates.Values;

    public IReadOnlyCollection<AssetTvl> Tvls => _tvls.Values;

    public IReadOnlyCollection<SentimentPoint> Sentiments => _sentiments.Values;

    public IReadOnlyCollection<IdentityCollision> Collisions => _collisions.Values;

    private static IngestionRun NoRun { get; } = new()
    {
        Source = "",
        StartedAt = default,
        FinishedAt = default,
        Outcome = IngestionOutcome.Succeeded,
    };

    /// <summary>What the gate refused of each asset when each source was last polled.</summary>
    public IReadOnlyList<StandingRefusal> StandingRefusals =>
        [.. _refusals.Select(entry => new StandingRefusal(entry.Key.AssetId, entry.Key.Source, entry.Value))];

    /// <summary>The quotes of an asset, one a source.</summary>
    public IReadOnlyList<Quote> QuotesOf(int assetId) => _quotes.TryGetValue(assetId, out var quotes) ? quotes : NoQuotes;

    /// <summary>When the newest quote of a source came, by our clock; null if we hold none.</summary>
    public DateTimeOffset? LastReceivedFrom(string source) =>
        _quotes.Values.SelectMany(quotes => quotes).Where(quote => quote.Source == source).Max(quote => (DateTimeOffset?)quote.ReceivedAt);

    public IReadOnlyList<AssetContract> ContractsOf(int assetId) => _contracts.TryGetValue(assetId, out var contracts) ? contracts : [];

    /// <summary>Slugs of the asset's categories, in alphabetical order.</summary>
    public IReadOnlyCollection<string> CategoriesOf(int assetId) => _categoriesOf.TryGetValue(assetId, out var categories) ? categories : [];

    /// <summary>What the gate refused of the asset when each source was last polled.</summary>
    public IEnumerable<Refusal> RefusalsOf(int assetId, IEnumerable<string> sources) =>
        sources.SelectMany(source => _refusals.GetValueOrDefault((assetId, source), []));

    /// <summary>The highest or lowest price that our own history knows of an asset; null if it has none.</summary>
    public PriceExtreme? ExtremeOf(int assetId, ExtremeKind kind) => _extremes.GetValueOrDefault((assetId, kind));

    public bool HasCategory(string categoryId) => _categories.ContainsKey(categoryId);

    public bool IsMember(int assetId, string categoryId) => _categoriesOf.TryGetValue(assetId, out var categories) && categories.Contains(categoryId);

    public bool HasContract(AssetContract contract) => _addresses.Contains((contract.Platform, contract.Address));

    /// <summary>All that the book was made of and has taken over, as the database would give it now.</summary>
    public MarketState ToState() => new()
    {
        Assets = [.. Directory.Assets],
        SourceIds = [.. Directory.SourceIds],
        Contracts = [.. _contracts.Values.SelectMany(contracts => contracts)],
        Categories = [.. _categories.Values],
        AssetCategories = [.. _categoriesOf.SelectMany(entry => entry.Value.Select(category => new AssetCategory(entry.Key, category)))],
        Quotes = [.. _quotes.Values.SelectMany(quotes => quotes)],
        FxRates = [.. _fxRates.Values],
        Tvls = [.. _tvls.Values],
        Sentiments = [.. _sentiments.Values],
        Collisions = [.. _collisions.Values],
        Extremes = [.. _extremes.Values],
    };

    /// <summary>A book of its own with the same content, to be changed while this one stays as it is.</summary>
    public MarketBook Copy() => new(this);

    /// <summary>Takes over what a poll is to leave in the database.</summary>
    public void Apply(IngestionCommit commit)
    {
        foreach (var asset in commit.ChangedAssets)
        {
            Directory.Put(asset);
        }

        foreach (var sourceId in commit.SourceIds)
        {
            Directory.Add(sourceId);
        }

        foreach (var contract in commit.Contracts.Where(contract => _addresses.Add((contract.Platform, contract.Address))))
        {
            ListOf(_contracts, contract.AssetId).Add(contract);
        }

        foreach (var category in commit.Categories)
        {
            _categories[category.Id] = _categories.TryGetValue(category.Id, out var old) ? Fill(category, old) : category;
        }

        foreach (var (assetId, categoryId) in commit.AssetCategories)
        {
            if (!_categoriesOf.TryGetValue(assetId, out var categories))
            {
                _categoriesOf[assetId] = categories = new SortedSet<string>(StringComparer.Ordinal);
            }

            categories.Add(categoryId);
        }

        foreach (var quote in commit.Quotes)
        {
            Apply(quote);
        }

        foreach (var rate in commit.FxRates)
        {
            _fxRates[rate.Currency] = rate;
        }

        foreach (var tvl in commit.Tvls)
        {
            _tvls[(tvl.AssetId, tvl.Source)] = tvl;
        }

        foreach (var point in commit.Sentiments)
        {
            if (!_sentiments.TryGetValue(point.Source, out var held) || held.At <= point.At)
            {
                _sentiments[point.Source] = point;
            }
        }

        foreach (var collision in commit.Collisions)
        {
            _collisions[(collision.Source, collision.SourceId)] = collision;
        }

        Keep(commit.Extremes);
    }

    /// <summary>Takes over those highest and lowest prices that are beyond what our history has known.</summary>
    public void Keep(IEnumerable<PriceExtreme> extremes)
    {
        foreach (var extreme in extremes.Where(extreme => extreme.IsBeyond(ExtremeOf(extreme.AssetId, extreme.Kind))))
        {
            _extremes[(extreme.AssetId, extreme.Kind)] = extreme;
        }
    }

    /// <summary>Notes what the gate refused of an asset in the last poll of a source; nothing clears what was noted before.</summary>
    public void NoteRefusals(int assetId, string source, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Count == 0)
        {
            _refusals.Remove((assetId, source));
        }
        else
        {
            _refusals[(assetId, source)] = refusals;
        }
    }

    private static Category Fill(Category category, Category old) => category with
    {
        Description = category.Description ?? old.Description,
        ProviderSource = category.ProviderSource ?? old.ProviderSource,
        ProviderMarketCap = category.ProviderMarketCap ?? old.ProviderMarketCap,
        ProviderMarketCapChangePercentage24h = category.ProviderMarketCapChangePercentage24h ?? old.ProviderMarketCapChangePercentage24h,
        ProviderVolume24h = category.ProviderVolume24h ?? old.ProviderVolume24h,
        ProviderAsOf = category.ProviderAsOf ?? old.ProviderAsOf,
        ProviderReceivedAt = category.ProviderReceivedAt ?? old.ProviderReceivedAt,
    };

    private void Apply(Quote quote)
    {
        var quotes = ListOf(_quotes, quote.AssetId);
        var index = quotes.FindIndex(held => held.Source == quote.Source);
        if (index < 0)
        {
            quotes.Add(quote);
        }
        else if (quote.AsOf >= quotes[index].AsOf)
        {
            quotes[index] = quote.FilledFrom(quotes[index]);
        }
    }

    private static Dictionary<int, List<T>> CopyLists<T>(Dictionary<int, List<T>> lists) =>
        lists.ToDictionary(entry => entry.Key, entry => entry.Value.ToList());

    private static List<T> ListOf<T>(Dictionary<int, List<T>> lists, int assetId)
    {
        if (!lists.TryGetValue(assetId, out var list))
        {
            lists[assetId] = list = [];
        }

        return list;
    }
}

/// <summary>What the gate refused of an asset when a source was last polled.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Refusals">What was refused.</param>
internal sealed record StandingRefusal(int AssetId, string Source, IReadOnlyList<Refusal> Refusals);
