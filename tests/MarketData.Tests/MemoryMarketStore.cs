using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Tests;

/// <summary>
/// The database of the unit tests: keeps what is committed in lists, and fails when told to. It merges nothing, since what the
/// pipeline hands over is what is tested.
/// </summary>
internal sealed class MemoryMarketStore : IMarketStore
{
    private readonly Dictionary<string, Asset> _assets = [];

    public string Engine => "memory";

    /// <summary>What <see cref="LoadAsync"/> gives.</summary>
    public MarketState State { get; set; } = new();

    /// <summary>Thrown by every commit that carries more than a run, if set.</summary>
    public Exception? CommitFailure { get; set; }

    /// <summary>Thrown by every commit, if set.</summary>
    public Exception? AnyCommitFailure { get; set; }

    public List<IngestionCommit> Commits { get; } = [];

    /// <summary>What the commits left of candles.</summary>
    public MemoryCandleStore Candles { get; } = new();

    /// <summary>Thrown after a commit was kept, if set: its answer got lost.</summary>
    public Exception? LostAnswer { get; set; }

    public List<string> RemovedSources { get; } = [];

    public IReadOnlyCollection<Asset> Assets => _assets.Values;

    public Task<MarketState> LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var asset in State.Assets)
        {
            _assets[asset.Slug] = asset;
        }

        return Task.FromResult(State);
    }

    public Task<IReadOnlyList<Asset>> AddAssetsAsync(IReadOnlyList<NewAsset> assets, long? epoch, CancellationToken cancellationToken)
    {
        foreach (var asset in assets)
        {
            _assets.TryAdd(asset.Slug, new Asset(_assets.Count + 1, asset.Slug, asset.Symbol, asset.Name, asset.ImageUrl, asset.FirstSeen));
        }

        return Task.FromResult<IReadOnlyList<Asset>>([.. assets.Select(asset => _assets[asset.Slug])]);
    }

    public Task CommitAsync(IngestionCommit commit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var failure = AnyCommitFailure ?? (commit.Quotes.Count > 0 ? CommitFailure : null);
        if (failure is not null)
        {
            return Task.FromException(failure);
        }

        foreach (var changed in commit.ChangedAssets)
        {
            _assets.Remove(_assets.Values.Single(asset => asset.Id == changed.Id).Slug);
            _assets.Add(changed.Slug, changed);
        }

        Commits.Add(commit);
        Candles.Put(commit.Candles);
        return LostAnswer is null ? Task.CompletedTask : Task.FromException(LostAnswer);
    }

    public Task RemoveSourceAsync(string source, long? epoch, CancellationToken cancellationToken)
    {
        RemovedSources.Add(source);
        return Task.CompletedTask;
    }

    /// <summary>What was published last.</summary>
    public SnapshotStamp? Published { get; private set; }

    public Task PublishAsync(SnapshotStamp stamp, long? epoch, CancellationToken cancellationToken)
    {
        Published = stamp;
        return Task.CompletedTask;
    }

    public Task<SnapshotStamp?> FindPublishedAsync(CancellationToken cancellationToken) => Task.FromResult(Published);

    public Task<IReadOnlyDictionary<string, int>> CountRequestsAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(
            Commits.Where(commit => commit.Run.StartedAt >= since)
                .GroupBy(commit => commit.Run.Source)
                .ToDictionary(group => group.Key, group => group.Sum(commit => commit.Run.Requests)));

    public Task<IReadOnlyList<PricePoint>> GetPricePointsAsync(
        int assetId, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<QuarantinedQuote>> GetQuarantineAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<QuarantinedQuote>>(
        [
            .. Commits.SelectMany(commit => commit.Refusals)
                .Where(refusal => filter.Source is null || refusal.Source == filter.Source)
                .OrderByDescending(refusal => refusal.LastSeenAt)
                .Take(filter.Limit),
        ]);

    public Task<IReadOnlyList<IngestionRun>> GetLastRunsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>What a service that starts now would read: the commits so far.</summary>
    public MarketState ToState() => new()
    {
        Assets = [.. _assets.Values],
        SourceIds = [.. Commits.SelectMany(commit => commit.SourceIds)],
        Quotes = [.. Commits.SelectMany(commit => commit.Quotes)],
    };
}
