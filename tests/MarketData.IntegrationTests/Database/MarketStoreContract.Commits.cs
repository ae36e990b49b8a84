using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Database;

public abstract partial class MarketStoreContract
{
    [Fact]
    public async Task CommitAsync_Everything_ComesBack()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust);

        await CommitAsync(commit);

        var state = await LoadAsync();
        Text(state.Assets).ShouldBe(Text([commit.ChangedAssets[0], Dust]));
        Text(state.SourceIds).ShouldBe(Text(commit.SourceIds));
        Text(state.Contracts).ShouldBe(Text(commit.Contracts));
        Text(state.Categories).ShouldBe(Text(commit.Categories));
        Text(state.AssetCategories).ShouldBe(Text(commit.AssetCategories));
        Text(state.Quotes).ShouldBe(Text(commit.Quotes));
        Text(state.FxRates).ShouldBe(Text(commit.FxRates));
        Text(state.Tvls).ShouldBe(Text(commit.Tvls));
        Text(state.Sentiments).ShouldBe(Text(commit.Sentiments));
        state.Collisions.ShouldHaveSingleItem().Candidates.ShouldBe(["bitcoin", "dust"]);
        Text(await Points(Bitcoin.Id)).ShouldBe(Text([commit.PricePoints[0]]));
        Text(await Quarantine()).ShouldBe(Text(commit.Refusals));
        Text(await Store.GetLastRunsAsync(CancellationToken.None)).ShouldBe(Text([commit.Run with { Id = 1 }]));
    }

    [Fact]
    public async Task CommitAsync_SameCommitTwice_ChangesOnlyRunsAndCounts()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust);
        await CommitAsync(commit);
        var first = await LoadAsync();
        var points = await Points(Bitcoin.Id);

        await CommitAsync(commit);

        Text(await LoadAsync()).ShouldBe(Text(first));
        Text(await Points(Bitcoin.Id)).ShouldBe(Text(points));
        (await _test.CountAsync("price_point")).ShouldBe(2);
        (await _test.CountAsync("fx_rate")).ShouldBe(2);
        (await _test.CountAsync("ingestion_run")).ShouldBe(2);
        (await Quarantine()).ShouldHaveSingleItem().Occurrences.ShouldBe(2);
    }

    [Fact]
    public async Task CommitAsync_FailsInTheMiddle_LeavesNothing()
    {
        var before = Text(await LoadAsync());
        var commit = Some.CommitOfEverything(Bitcoin, Dust) with { Tvls = [new AssetTvl(int.MaxValue, "coingecko", 1m, Some.Time)] };

        await Should.ThrowAsync<System.Data.Common.DbException>(() => CommitAsync(commit));

        Text(await LoadAsync()).ShouldBe(before);
        (await _test.CountAsync("price_point")).ShouldBe(0);
        (await _test.CountAsync("ingestion_run")).ShouldBe(0);
        (await Quarantine()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CommitAsync_AfterAFailure_Works()
    {
        var failing = Some.Commit(Some.Quote(int.MaxValue));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => CommitAsync(failing));

        await CommitAsync(Some.CommitOfEverything(Bitcoin, Dust));

        (await LoadAsync()).Quotes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task CommitAsync_CancelledToken_LeavesNothing()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust);

        await Should.ThrowAsync<OperationCanceledException>(() => Store.CommitAsync(commit, new CancellationToken(canceled: true)));

        (await LoadAsync()).Quotes.ShouldBeEmpty();
    }

    [Fact]
    public async Task CommitAsync_DuplicatesInEveryList_AreOneRowEach()
    {
        var commit = Some.CommitOfEverything(Bitcoin, Dust);
        var doubled = commit with
        {
            ChangedAssets = [.. commit.ChangedAssets, .. commit.ChangedAssets],
            SourceIds = [.. commit.SourceIds, .. commit.SourceIds],
            Contracts = [.. commit.Contracts, .. commit.Contracts],
            Categories = [.. commit.Categories, .. commit.Categories],
            AssetCategories = [.. commit.AssetCategories, .. commit.AssetCategories],
            Quotes = [.. commit.Quotes, .. commit.Quotes],
            PricePoints = [.. commit.PricePoints, .. commit.PricePoints],
            Candles = [.. commit.Candles, .. commit.Candles],
            Corrections = [.. commit.Corrections, .. commit.Corrections],
            CategoryPoints = [.. commit.CategoryPoints, .. commit.CategoryPoints],
            FxRates = [.. commit.FxRates, .. commit.FxRates],
            Tvls = [.. commit.Tvls, .. commit.Tvls],
            Sentiments = [.. commit.Sentiments, .. commit.Sentiments],
            Refusals = [.. commit.Refusals, .. commit.Refusals],
            Collisions = [.. commit.Collisions, .. commit.Collisions],
        };

        await CommitAsync(doubled);
        var state = Text(await LoadAsync());
        await CommitAsync(commit);

        Text(await LoadAsync()).ShouldBe(state);
        (await Quarantine()).ShouldHaveSingleItem().Occurrences.ShouldBe(3);
    }

    [Fact]
    public async Task CommitAsync_ManyAtOnce_AllSucceed()
    {
        var commits = Enumerable.Range(0, 24).Select(i => Some.CommitOfEverything(Bitcoin, Dust, $"source-{i % 6}") with
        {
            // Opposite orders, so that row locks taken in the order given would deadlock.
            PricePoints = i % 2 == 0
                ? [Some.Point(Bitcoin.Id, Some.Time), Some.Point(Dust.Id, Some.Time)]
                : [Some.Point(Dust.Id, Some.Time), Some.Point(Bitcoin.Id, Some.Time)],
        });

        await Task.WhenAll(commits.Select(CommitAsync));

        (await _test.CountAsync("ingestion_run")).ShouldBe(24);
        (await LoadAsync()).Quotes.Count.ShouldBe(12);
    }

    [Fact]
    public async Task CommitAsync_NulInAText_DoesNotCostTheCommit()
    {
        var refusal = Some.Refusal("id-1") with { Value = "a\0b" };

        await CommitAsync(new IngestionCommit { Run = Some.Run(), Refusals = [refusal] });

        (await Quarantine()).ShouldHaveSingleItem().Value.ShouldNotBeNull().ShouldStartWith("a");
    }

    [Fact]
    public async Task CommitAsync_Enumerations_AreStoredInSnakeCase()
    {
        await CommitAsync(Some.CommitOfEverything(Bitcoin, Dust));

        (await _test.ScalarAsync("SELECT outcome FROM ingestion_run")).ShouldBe("succeeded");
        (await _test.ScalarAsync("SELECT matched_by FROM asset_source_id WHERE source_id = 'id-2'")).ShouldBe("symbol_and_name");
        (await _test.ScalarAsync($"SELECT circulating_supply_basis FROM quote WHERE asset_id = {Bitcoin.Id}")).ShouldBe("market_cap_over_price");
        (await _test.ScalarAsync("SELECT kind FROM fx_rate WHERE currency = 'xau'")).ShouldBe("commodity");
    }

    [Theory]
    [InlineData("1e40")]
    [InlineData("809969453.57659523808266670001")]
    [InlineData("NaN")]
    public async Task LoadAsync_FigureThatNoDecimalHolds_LeavesOutTheQuoteAndSaysSo(string figure)
    {
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id), Some.Quote(Dust.Id)));
        await _test.ScalarAsync($"UPDATE quote SET max_supply = '{figure}' WHERE asset_id = {Dust.Id}");

        var state = await LoadAsync();

        state.Quotes.ShouldHaveSingleItem().AssetId.ShouldBe(Bitcoin.Id);
        _test.Log.ShouldHaveSingleItem().ShouldContain("max_supply");
    }

    [Fact]
    public async Task LoadAsync_FigureWithTrailingZerosBeyondADecimal_KeepsTheQuote()
    {
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id)));
        await _test.ScalarAsync("UPDATE quote SET max_supply = '4224.525103768560649616877277900'");

        (await LoadAsync()).Quotes.ShouldHaveSingleItem().MaxSupply.ShouldBe(4224.5251037685606496168772779m);
    }

    [Fact]
    public async Task LoadAsync_EmptyDatabase_IsEmpty()
    {
        var state = await LoadAsync();

        state.Assets.Count.ShouldBe(2);
        state.Quotes.ShouldBeEmpty();
        state.FxRates.ShouldBeEmpty();
        (await Store.GetLastRunsAsync(CancellationToken.None)).ShouldBeEmpty();
        (await Store.CountRequestsAsync(Some.Time, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveSourceAsync_OneOfTwoSources_LeavesTheOther()
    {
        await CommitAsync(Some.CommitOfEverything(Bitcoin, Dust, "sample"));
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id, "coingecko")) with
        {
            Run = Some.Run("coingecko"),
            PricePoints = [Some.Point(Bitcoin.Id, Some.Time.AddHours(1)), Some.Point(Dust.Id, Some.Time.AddHours(1), source: "coingecko,sample")],
        });

        await Store.RemoveSourceAsync("sample", null, CancellationToken.None);

        var state = await LoadAsync();
        state.Assets.Count.ShouldBe(2);
        state.Quotes.ShouldHaveSingleItem().Source.ShouldBe("coingecko");
        state.SourceIds.ShouldBeEmpty();
        state.FxRates.ShouldBeEmpty();
        state.Tvls.ShouldBeEmpty();
        state.Sentiments.ShouldBeEmpty();
        state.Collisions.ShouldBeEmpty();
        state.Categories.Count.ShouldBe(2);
        state.Categories.ShouldAllBe(category => category.ProviderSource == null && category.ProviderMarketCap == null);
        (await _test.CountAsync("price_point")).ShouldBe(2);
        (await Store.GetLastRunsAsync(CancellationToken.None)).Count.ShouldBe(2);
    }

    private Task<IReadOnlyList<PricePoint>> Points(int assetId) =>
        Store.GetPricePointsAsync(assetId, DateTimeOffset.UnixEpoch, Some.Time.AddYears(10), 1000, CancellationToken.None);

    private Task<IReadOnlyList<QuarantinedQuote>> Quarantine() =>
        Store.GetQuarantineAsync(new QuarantineFilter(null, null, null, null, 100), CancellationToken.None);
}
