using System.Text.Json;
using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Markets;

namespace MarketData.Tests.Snapshots;

public sealed class SnapshotBuilderTests
{
    private const string Gecko = SourceNames.CoinGecko;
    private const string Paprika = SourceNames.CoinPaprika;

    [Fact]
    public void Build_EmptyBook_IsAnEmptySnapshot()
    {
        var snapshot = MakeSnapshot.Of(new MarketState());

        snapshot.Rows.ShouldBeEmpty();
        snapshot.AsOf.ShouldBeNull();
        snapshot.NextStaleAt.ShouldBeNull();
        snapshot.Stale.ShouldBeTrue();
        snapshot.Sources.ShouldBeEmpty();
        snapshot.Currencies.All.ShouldBe([Currency.UsDollar]);
    }

    [Fact]
    public void Build_Rows_AreRankedByMarketCapWithUnknownOnesLast()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State(
            (Make.Asset(1, "unpriced"), []),
            (Make.Asset(2, "small"), [Quote(1m)]),
            (Make.Asset(3, "equal-b"), [Quote(5m)]),
            (Make.Asset(4, "great"), [Quote(20_000_000_000m)]),
            (Make.Asset(5, "equal-a"), [Quote(5m)]),
            (Make.Asset(6, "no-cap"), [Make.Quote(9m)]),
            (Make.Asset(7, "middle"), [Quote(10_000_000_000m)])));

        snapshot.Rows.Select(row => (row.Asset.Slug, row.Rank, row.Tier)).ShouldBe(
        [
            ("great", 1, CapTier.Large),
            ("middle", 2, CapTier.Mid),
            ("equal-a", 3, CapTier.Small),
            ("equal-b", 4, CapTier.Small),
            ("small", 5, CapTier.Small),
            ("no-cap", null, null),
            ("unpriced", null, null),
        ]);
        snapshot.EncodedRows.Select(bytes => JsonDocument.Parse(bytes).RootElement.GetProperty("id").GetString())
            .ShouldBe(snapshot.Rows.Select(row => row.Asset.Slug));
        snapshot.Totals.Assets.ShouldBe(7);
        snapshot.Totals.MarketCap.ShouldBe(30_000_000_011m);
    }

    [Fact]
    public void Build_TierSettings_AreApplied()
    {
        var options = new MarketsOptions { Tiers = new TierOptions { LargeAbove = 10m, MidFrom = 5m, SmallFrom = 2m } };
        var book = new MarketBook(MakeSnapshot.State((Make.Asset(1, "a"), [Quote(1m)]), (Make.Asset(2, "b"), [Quote(10m)])));

        var snapshot = MakeSnapshot.Builder(options, Gecko).Build(book, Make.Now, 0);

        snapshot.Rows.Select(row => row.Tier).ShouldBe([CapTier.Mid, CapTier.Micro]);
        snapshot.Tiers.ShouldBe(new TierThresholds(10m, 5m, 2m));
    }

    [Fact]
    public void Build_ComputedMarketCap_CountsForRankTierAndTotals()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State(
            (Make.Asset(1, "stated"), [Quote(500m)]),
            (Make.Asset(2, "computed"), [Make.Quote(100m) with { CirculatingSupply = 10m }])));

        snapshot.Rows.Select(row => (row.Asset.Slug, row.Rank)).ShouldBe([("computed", 1), ("stated", 2)]);
        snapshot.Totals.MarketCap.ShouldBe(1500m);
    }

    [Fact]
    public void Build_Version_IsTheClockAndAlwaysRises()
    {
        var builder = MakeSnapshot.Builder(null, Gecko);
        var book = new MarketBook(new MarketState());
        var clock = Make.Now.ToUnixTimeMilliseconds();

        builder.Build(book, Make.Now, 0).Version.ShouldBe(clock);
        builder.Build(book, Make.Now, clock).Version.ShouldBe(clock + 1);
        builder.Build(book, Make.Now.AddHours(-1), clock + 5).Version.ShouldBe(clock + 6);
        builder.Build(book, Make.Now, 0).BuiltAt.ShouldBe(Make.Now);
    }

    [Fact]
    public void Build_Times_AreTheNewestFigureAndTheFirstToBecomeStale()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State(
            (Make.Asset(1, "a"), [Make.Quote(asOf: Make.Now.AddMinutes(-2))]),
            (Make.Asset(2, "b"), [Make.Quote(asOf: Make.Now.AddMinutes(-10))]),
            (Make.Asset(3, "stale"), [Make.Quote(asOf: Make.Now.AddMinutes(-16))])));

        snapshot.AsOf.ShouldBe(Make.Now.AddMinutes(-2));
        snapshot.NextStaleAt.ShouldBe(Make.Now.AddMinutes(5));
        snapshot.Stale.ShouldBeFalse();
        snapshot.Rows.Single(row => row.Asset.Slug == "stale").Quote!.Stale.ShouldBeTrue();
    }

    [Fact]
    public void Build_NothingFresh_IsStaleWithoutANextTime()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State((Make.Asset(1, "a"), [Make.Quote(asOf: Make.Now.AddHours(-1))])));

        snapshot.Stale.ShouldBeTrue();
        snapshot.NextStaleAt.ShouldBeNull();
        snapshot.AsOf.ShouldBe(Make.Now.AddHours(-1));
    }

    [Fact]
    public void Build_DisabledSource_IsHiddenEverywhere()
    {
        var state = MakeSnapshot.State(
            (Make.Asset(1, "both"), [Make.Quote(100m, Gecko), Make.Quote(500m, "sample")]),
            (Make.Asset(2, "sample-only"), [Make.Quote(7m, "sample")])) with
        {
            FxRates = [Rate("eur", Gecko), Rate("gbp", "sample")],
            Tvls = [new AssetTvl(1, "sample", 5m, Make.Now)],
            Sentiments = [new SentimentPoint("sample", Make.Now, 50, "Neutral", Make.Now)],
        };

        var snapshot = MakeSnapshot.Of(state, Gecko);

        var both = snapshot.Rows[snapshot.Find("both")!.Value];
        both.Price.ShouldBe(100m);
        both.SourceQuotes.ShouldHaveSingleItem().Source.ShouldBe(Gecko);
        both.Tvl.ShouldBeNull();
        snapshot.Rows[snapshot.Find("sample-only")!.Value].Quote.ShouldBeNull();
        snapshot.Sources.ShouldBe([Gecko]);
        snapshot.Currencies.Find("eur").ShouldNotBeNull();
        snapshot.Currencies.Find("gbp").ShouldBeNull();
        snapshot.Sentiments.ShouldBeEmpty();
    }

    [Fact]
    public void Build_SeveralSources_StandInOrderOfPreference()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State((Make.Asset(1, "a"), [Make.Quote(102m, Paprika), Make.Quote(100m, Gecko)])));

        var row = snapshot.Rows.ShouldHaveSingleItem();
        row.SourceQuotes.Select(quote => quote.Source).ShouldBe([Gecko, Paprika]);
        row.Price.ShouldBe(101m);
        snapshot.Sources.ShouldBe([Gecko, Paprika]);
    }

    [Fact]
    public void Build_Categories_SumTheirMembersAndStandByMarketCap()
    {
        var state = MakeSnapshot.State(
            (Make.Asset(1, "a"), [Quote(110m) with { Volume24h = 3m, MarketCapChangePercentage24h = 10 }]),
            (Make.Asset(2, "b"), [Quote(40m) with { MarketCapChangePercentage24h = -50 }]),
            (Make.Asset(3, "c"), [Make.Quote(1m)])) with
        {
            Categories = [Category("empty"), Category("one"), Category("two")],
            AssetCategories =
            [
                new AssetCategory(1, "two"), new AssetCategory(2, "two"), new AssetCategory(3, "two"), new AssetCategory(2, "one"),
            ],
        };

        var snapshot = MakeSnapshot.Of(state);

        snapshot.Categories.Select(category => category.Category.Id).ShouldBe(["two", "one", "empty"]);
        var two = snapshot.FindCategory("two")!;
        two.Members.Select(number => snapshot.Rows[number].Asset.Slug).ShouldBe(["a", "b", "c"]);
        two.Totals.Assets.ShouldBe(3);
        two.Totals.AssetsWithMarketCap.ShouldBe(2);
        two.Totals.MarketCap.ShouldBe(150m);
        two.Totals.Volume24h.ShouldBe(3m);
        two.Totals.MarketCapChangePercentage24h!.Value.ShouldBe(-100.0 / 6, 1e-12);
        snapshot.FindCategory("empty")!.Totals.MarketCap.ShouldBeNull();
        snapshot.FindCategory("none").ShouldBeNull();
        snapshot.Rows[0].Categories.ShouldBe(["two"]);
    }

    [Fact]
    public void Build_Refusals_AreThoseOfTheEnabledSources()
    {
        var book = new MarketBook(MakeSnapshot.State((Make.Asset(1, "a"), [])));
        var refusal = new Refusal("price", "quote", "0", "A price is greater than zero.");
        book.NoteRefusals(1, Gecko, [refusal]);
        book.NoteRefusals(1, "sample", [refusal with { Value = "-1" }]);

        MakeSnapshot.Builder(null, Gecko).Build(book, Make.Now, 0).Rows[0].Refusals.ShouldBe([refusal]);
    }

    [Fact]
    public void Find_EveryWay_LeadsToTheRow()
    {
        var state = MakeSnapshot.State(
            (Make.Asset(1, "bitcoin", "btc"), [Quote(100m)]),
            (Make.Asset(2, "other", "btc"), [Quote(200m)])) with
        {
            SourceIds =
            [
                new AssetSourceId(Gecko, "bitcoin", 1, IdentityMatch.Own),
                new AssetSourceId(Paprika, "btc-bitcoin", 1, IdentityMatch.Table),
                new AssetSourceId(Gecko, "shared", 2, IdentityMatch.Own),
                new AssetSourceId(Paprika, "shared", 1, IdentityMatch.Own),
            ],
            Contracts = [new AssetContract(2, "ethereum", "0xabc")],
        };

        var snapshot = MakeSnapshot.Of(state);

        snapshot.Find("bitcoin").ShouldBe(1);
        snapshot.Find("btc-bitcoin").ShouldBe(1);
        snapshot.Find("shared").ShouldBeNull();
        snapshot.Find("nothing").ShouldBeNull();
        snapshot.FindBySourceId(Gecko, "shared").ShouldBe(0);
        snapshot.FindBySourceId(Paprika, "shared").ShouldBe(1);
        snapshot.FindBySourceId(Gecko, "btc-bitcoin").ShouldBeNull();
        snapshot.FindBySymbol("btc").ShouldBe([0, 1]);
        snapshot.FindBySymbol("eth").ShouldBeEmpty();
        snapshot.FindByContract("ethereum", "0xabc").ShouldBe(0);
        snapshot.FindByContract("solana", "0xabc").ShouldBeNull();
    }

    [Fact]
    public void ConsensusOf_NoEnabledSource_IsNone() =>
        MakeSnapshot.Builder(null, Gecko).ConsensusOf([Make.Quote(source: "sample")], Make.Now).ShouldBeNull();

    private static Quote Quote(decimal marketCap) => Make.Quote(1m) with { MarketCap = marketCap };

    private static Category Category(string id) => new() { Id = id, Name = id };

    private static FxRate Rate(string code, string source) => new(code, code, CurrencyKind.Fiat, 2m, source, Make.Now, Make.Now);
}
