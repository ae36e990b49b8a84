using MarketData.Assets;
using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

/// <summary>What every engine must do. Each test has an empty database with the two assets that most need.</summary>
public abstract partial class MarketStoreContract : IAsyncLifetime
{
    private TestStore _test = null!;

    private IMarketStore Store => _test.Store;

    private Asset Bitcoin { get; set; } = null!;

    private Asset Dust { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _test = (TestStore)await OpenAsync();
        await _test.Migrator.MigrateAsync(CancellationToken.None);
        var assets = await Store.AddAssetsAsync([Some.Asset("bitcoin"), Some.Asset("dust")], null, CancellationToken.None);
        (Bitcoin, Dust) = (assets[0], assets[1]);
    }

    public virtual async Task DisposeAsync() => await _test.DisposeAsync();

    /// <summary>A <see cref="TestStore"/> (which is internal) over an empty database.</summary>
    protected abstract Task<object> OpenAsync();

    private Task<MarketState> LoadAsync() => Store.LoadAsync(CancellationToken.None);

    private Task CommitAsync(IngestionCommit commit) => Store.CommitAsync(commit, CancellationToken.None);

    /// <summary>All fields of all records as text, which unlike the equality of decimals tells 1.0 from 1.00.</summary>
    private static string[] Text<T>(IEnumerable<T> records) => [.. records.Select(record => $"{record}")];

    private static string[] Text(MarketState state) =>
    [
        .. Text(state.Assets), .. Text(state.SourceIds), .. Text(state.Contracts), .. Text(state.Categories),
        .. Text(state.AssetCategories), .. Text(state.Quotes), .. Text(state.FxRates), .. Text(state.Tvls),
        .. Text(state.Sentiments), .. state.Collisions.Select(collision => $"{collision} {string.Join(',', collision.Candidates)}"),
    ];
}
