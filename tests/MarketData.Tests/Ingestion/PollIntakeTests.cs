using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;

namespace MarketData.Tests.Ingestion;

public sealed class PollIntakeTests : IDisposable
{
    private const string Gecko = SourceNames.CoinGecko;

    private readonly PipelineRig _rig = new();
    private readonly MarketBook _book = new(new MarketState());

    [Fact]
    public async Task TakeAsync_SameAssetTwice_TakesTheNewer()
    {
        foreach (var turned in new[] { false, true })
        {
            var book = new MarketBook(new MarketState());
            SourceQuote[] quotes = [Make.Raw(100m), Make.Raw(101m) with { AsOf = Make.Now.AddSeconds(5) }];

            var result = await TakeAsync(book, turned ? [quotes[1], quotes[0]] : quotes);

            result.Commit.Quotes.ShouldHaveSingleItem().Price.ShouldBe(101m);
            (result.Commit.Run.RowsReceived, result.Commit.Run.QuotesAccepted).ShouldBe((2, 1));
            result.Commit.SourceIds.Count.ShouldBe(1);
            result.Commit.PricePoints.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task TakeAsync_SameAssetTwiceAtTheSameTime_TakesTheLast()
    {
        var result = await TakeAsync(_book, Make.Raw(100m), Make.Raw(101m));

        result.Commit.Quotes.ShouldHaveSingleItem().Price.ShouldBe(101m);
    }

    [Fact]
    public async Task TakeAsync_IdClaimedByDifferentAssets_TakesNeitherAndRecordsBoth()
    {
        var result = await TakeAsync(_book, Make.Raw("a", "aaa", "A"), Make.Raw("b", "bbb", "B"), Make.Raw("a", "ccc", "C"));

        result.Commit.Quotes.ShouldHaveSingleItem();
        result.Commit.SourceIds.ShouldHaveSingleItem().SourceId.ShouldBe("b");
        _book.Directory.FindBySlug("a").ShouldBeNull();
        result.Commit.Refusals.ShouldBe(
        [
            new QuarantinedQuote(
                Gecko, "a", null, "claimed_twice", "quote", "aaa A | ccc C", "Different assets claim this id in one answer.", null, Make.Now, Make.Now, 1),
        ]);
        result.Commit.Run.Refusals.ShouldBe(1);
    }

    [Fact]
    public async Task TakeAsync_NothingChanged_IsCountedAndNotStored()
    {
        _book.Apply((await TakeAsync(_book, Make.Raw(100m), Make.Raw("b", "bbb", "B", 5m))).Commit);

        var result = await TakeAsync(_book, Make.Raw(100m), Make.Raw("b", "bbb", "B", 6m));

        (result.Commit.Run.QuotesAccepted, result.Commit.Run.QuotesUnchanged).ShouldBe((1, 1));
        result.Commit.Quotes.ShouldHaveSingleItem().Price.ShouldBe(6m);
        result.Commit.PricePoints.ShouldHaveSingleItem().Price.ShouldBe(6m);
        result.Commit.SourceIds.ShouldBeEmpty();
        result.Commit.ChangedAssets.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakeAsync_FieldsUnknownNow_DoNotOverwriteTheHeldOnes()
    {
        _book.Apply((await TakeAsync(_book, Make.Raw(100m) with { MarketCap = Make.Number(1000m), Volume24h = Make.Number(5m) })).Commit);

        var later = Make.Raw(101m) with { AsOf = Make.Now.AddMinutes(5), MarketCap = Make.Number(0m) };
        var commit = (await TakeAsync(_book, later)).Commit;
        _book.Apply(commit);

        var held = _book.QuotesOf(1).ShouldHaveSingleItem();
        (held.Price, held.MarketCap, held.Volume24h).ShouldBe((101m, 1000m, 5m));
        var point = commit.PricePoints.ShouldHaveSingleItem();
        (point.Price, point.MarketCap, point.Volume24h).ShouldBe((101m, 1000m, 5m));
        point.At.ShouldBe(Make.Now.AddMinutes(5));
    }

    [Fact]
    public async Task TakeAsync_Refused_NotesItForTheAssetAndOnlyThere()
    {
        var result = await TakeAsync(_book, Make.Raw(0m), Make.Raw("b", "bbb", "B"));

        result.Noted.Select(note => (note.AssetId, note.Refusals.Count)).ShouldBe([(1, 1), (2, 0)]);
        result.Commit.Quotes.ShouldHaveSingleItem().AssetId.ShouldBe(2);
        result.Commit.Refusals.ShouldHaveSingleItem().AssetId.ShouldBe(1);
    }

    /// <summary>A page that moves may list an asset twice; the store adds the counts of the two.</summary>
    [Fact]
    public async Task TakeAsync_SameRefusalTwice_IsHandedOverTwice()
    {
        var result = await TakeAsync(_book, Make.Raw(0m), Make.Raw(0m));

        result.Commit.Refusals.Select(refusal => refusal.Occurrences).ShouldBe([1, 1]);
        result.Commit.Run.Refusals.ShouldBe(2);
    }

    [Fact]
    public async Task TakeAsync_RefusedAndGoodCopyOfAnAsset_TakesTheGoodOne()
    {
        var result = await TakeAsync(_book, Make.Raw(100m), Make.Raw(0m));

        result.Commit.Quotes.ShouldHaveSingleItem().Price.ShouldBe(100m);
        result.Commit.Run.Refusals.ShouldBe(1);
    }

    [Fact]
    public async Task TakeAsync_NewAssets_AreAddedInLowerCase()
    {
        await TakeAsync(_book, Make.Raw("foo", "FOO", "Foo Coin") with { ImageUrl = "https://example.org/foo.png" });

        _book.Directory.FindBySlug("foo").ShouldBe(new Asset(1, "foo", "foo", "Foo Coin", "https://example.org/foo.png", Make.Now));
    }

    [Fact]
    public async Task TakeAsync_DescriptionChanged_FollowsTheSourceThatNamesTheAsset()
    {
        _book.Apply((await TakeAsync(_book, Make.Raw("foo", "foo", "Foo"))).Commit);

        var result = await TakeAsync(_book, Make.Raw("foo", "FOO2", "Foo Two"));

        result.Commit.ChangedAssets.ShouldBe([new Asset(1, "foo", "foo2", "Foo Two", null, Make.Now)]);
    }

    [Fact]
    public async Task TakeAsync_DescriptionOfAnotherSource_ChangesNothing()
    {
        _book.Apply((await TakeAsync(_book, Make.Raw("bitcoin", "btc", "Bitcoin"))).Commit);

        var result = await TakeAsync(_book, SourceNames.CoinPaprika, Make.Raw("btc-bitcoin", "XBT", "Bitcoin Core"));

        result.Commit.ChangedAssets.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakeAsync_Renamed_ChangesTheSlugOnce()
    {
        _book.Apply((await TakeAsync(_book, SourceNames.CoinPaprika, Make.Raw("foo-foo", "FOO", "Foo"))).Commit);

        var result = await TakeAsync(_book, Make.Raw("foo", "foo", "Foo"));

        result.Commit.ChangedAssets.ShouldHaveSingleItem().Slug.ShouldBe("foo");
        result.Commit.SourceIds.ShouldBe([new AssetSourceId(Gecko, "foo", 1, IdentityMatch.SymbolAndName)]);
    }

    [Fact]
    public async Task TakeAsync_Ambiguous_RecordsTheCollision()
    {
        _book.Apply((await TakeAsync(_book, Make.Raw("foo-a", "foo", "Foo"), Make.Raw("foo-b", "foo", "Foo"))).Commit);

        var result = await TakeAsync(_book, SourceNames.CoinPaprika, Make.Raw("foo-foo", "foo", "Foo"));

        result.Commit.Collisions.ShouldHaveSingleItem().Candidates.ShouldBe(["foo-a", "foo-b"]);
        result.Commit.Quotes.ShouldHaveSingleItem().AssetId.ShouldBe(3);
    }

    [Fact]
    public async Task TakeAsync_NoQuotes_StoresTheRun()
    {
        var result = await TakeAsync(_book);

        result.Commit.Run.Outcome.ShouldBe(IngestionOutcome.Succeeded);
        result.Commit.Quotes.ShouldBeEmpty();
        result.Noted.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakeAsync_SpikeOnTwoPolls_IsAcceptedOnTheThird()
    {
        _book.Apply((await TakeAsync(_book, Make.Raw(100m))).Commit);
        for (var minute = 1; minute <= 3; minute++)
        {
            var commit = (await TakeAsync(_book, Make.Raw(1000m) with { AsOf = Make.Now.AddMinutes(minute) })).Commit;
            commit.Refusals.Count.ShouldBe(minute < 3 ? 1 : 0);
            _book.Apply(commit);
            _book.QuotesOf(1)[0].Price.ShouldBe(minute < 3 ? 100m : 1000m);
        }
    }

    public void Dispose() => _rig.Dispose();

    private Task<PollResult> TakeAsync(MarketBook book, params SourceQuote[] quotes) => TakeAsync(book, Gecko, quotes);

    private Task<PollResult> TakeAsync(MarketBook book, string source, params SourceQuote[] quotes) =>
        _rig.Intake.TakeAsync(source, _rig.Batch(quotes), Make.Now, book, 0, CancellationToken.None);
}
