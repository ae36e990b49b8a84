using FsCheck;
using FsCheck.Fluent;
using MarketData.Assets;
using MarketData.Ingestion;

namespace MarketData.Tests.Assets;

public sealed class IdentityResolverTests
{
    private const string Gecko = SourceNames.CoinGecko;
    private const string Paprika = SourceNames.CoinPaprika;

    private static readonly IdentityResolver Resolver = new(SeedCatalog.Load());

    private readonly AssetDirectory _directory = new();

    [Fact]
    public void Resolve_NewAtCoinGecko_IsAddedUnderItsOwnId()
    {
        var plan = Resolve(Gecko, Claim("foo", "FOO", "Foo"));

        var added = plan.New.ShouldHaveSingleItem();
        (added.Slug, added.Match).ShouldBe(("foo", IdentityMatch.Own));
        plan.Known.ShouldBeEmpty();
        plan.Renamed.ShouldBeEmpty();
        plan.Collisions.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_KnownId_IsNotInThePlan()
    {
        Hold(1, "foo", "foo", "Foo", (Gecko, "foo"));

        var plan = Resolve(Gecko, Claim("foo", "changed", "Changed"));

        plan.New.ShouldBeEmpty();
        plan.Known.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_CoinGeckoFirstThenCoinPaprikaInTheTable_IsMatchedByTheTable()
    {
        Hold(1, "bitcoin", "btc", "Bitcoin", (Gecko, "bitcoin"));

        var plan = Resolve(Paprika, Claim("btc-bitcoin", "XBT", "Something else"));

        plan.Known.ShouldBe([new AssetSourceId(Paprika, "btc-bitcoin", 1, IdentityMatch.Table)]);
        plan.New.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_CoinPaprikaFirstInTheTable_IsAddedUnderCoinGeckosId()
    {
        var plan = Resolve(Paprika, Claim("btc-bitcoin", "BTC", "Bitcoin"));

        var added = plan.New.ShouldHaveSingleItem();
        (added.Slug, added.Match).ShouldBe(("bitcoin", IdentityMatch.Table));
    }

    [Fact]
    public void Resolve_CoinPaprikaFirstInTheTableThenCoinGecko_IsTheSameAsset()
    {
        Hold(1, "bitcoin", "btc", "Bitcoin", (Paprika, "btc-bitcoin"));

        var plan = Resolve(Gecko, Claim("bitcoin", "btc", "Bitcoin"));

        plan.Known.ShouldBe([new AssetSourceId(Gecko, "bitcoin", 1, IdentityMatch.Own)]);
        plan.Renamed.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_CoinGeckoFirstThenCoinPaprikaBySymbolAndName_IsMatched()
    {
        Hold(1, "foo", "foo", "Foo Coin", (Gecko, "foo"));

        var plan = Resolve(Paprika, Claim("foo-foo-coin", "FOO", "FooCoin"));

        plan.Known.ShouldBe([new AssetSourceId(Paprika, "foo-foo-coin", 1, IdentityMatch.SymbolAndName)]);
        plan.Renamed.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_CoinPaprikaFirstThenCoinGeckoBySymbolAndName_IsMatchedAndRenamed()
    {
        Hold(1, "foo-foo-coin", "foo", "Foo Coin", (Paprika, "foo-foo-coin"));

        var plan = Resolve(Gecko, Claim("foo", "foo", "Foo Coin"));

        plan.Known.ShouldBe([new AssetSourceId(Gecko, "foo", 1, IdentityMatch.SymbolAndName)]);
        plan.Renamed.ShouldHaveSingleItem().ShouldBe(Make.Asset(1, "foo", "foo", "Foo Coin"));
    }

    [Fact]
    public void Resolve_Renamed_TakesTheDescriptionOfTheSourceThatNamesIt()
    {
        Hold(1, "foo-foo-coin", "foo", "FOO COIN", (Paprika, "foo-foo-coin"));

        var plan = Resolve(Gecko, new IdentityClaim("foo", "FOO", "Foo Coin", "https://images.example/foo.png"));

        plan.Renamed.ShouldHaveSingleItem().ShouldBe(Make.Asset(1, "foo", "foo", "Foo Coin") with { ImageUrl = "https://images.example/foo.png" });
    }

    [Fact]
    public void Resolve_TableGivesAnotherId_IsKeptApartWhicheverSourceCameFirst()
    {
        // The table knows btc-bitcoin as bitcoin: a coin of CoinGecko's with the same symbol and name is another one.
        Hold(1, "bitcoin", "btc", "Bitcoin", (Paprika, "btc-bitcoin"));

        var plan = Resolve(Gecko, Claim("bitcoin-other", "btc", "Bitcoin"));

        plan.Known.ShouldBeEmpty();
        plan.New.ShouldHaveSingleItem().Slug.ShouldBe("bitcoin-other");
    }

    [Fact]
    public void Resolve_SlugThatNoProviderGave_IsNotRenamed()
    {
        Hold(1, "bitcoin", "btc", "Bitcoin", (Paprika, "btc-bitcoin"));

        Resolve(Gecko, Claim("bitcoin-wrapped", "btc", "Bitcoin")).Renamed.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_ProvisionalSlugWhoseNewOneIsTaken_IsMatchedAndNotRenamed()
    {
        // Whoever has the slug was brought together with another of CoinGecko's ids by its name.
        Hold(1, "foo", "bar", "Bar", (Gecko, "bar"));
        Hold(2, "foo-foo", "foo", "Foo", (Paprika, "foo-foo"));

        var plan = Resolve(Gecko, Claim("foo", "foo", "Foo"));

        plan.Known.ShouldBe([new AssetSourceId(Gecko, "foo", 2, IdentityMatch.SymbolAndName)]);
        plan.Renamed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("foo", "Another name")]
    [InlineData("oof", "Foo")]
    public void Resolve_OnlySymbolOrOnlyNameTheSame_IsKeptApart(string symbol, string name)
    {
        Hold(1, "foo", "foo", "Foo", (Gecko, "foo"));

        var plan = Resolve(Paprika, Claim("foo-other", symbol, name));

        plan.Known.ShouldBeEmpty();
        plan.New.ShouldHaveSingleItem().Slug.ShouldBe("foo-other");
        plan.Collisions.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_SeveralCandidates_IsKeptApartAndRecorded()
    {
        Hold(1, "foo-two", "foo", "Foo", (Gecko, "foo-two"));
        Hold(2, "foo-one", "foo", "Foo", (Gecko, "foo-one"));

        var plan = Resolve(Paprika, Claim("foo-foo", "FOO", "Foo"));

        plan.Known.ShouldBeEmpty();
        plan.New.ShouldHaveSingleItem().Slug.ShouldBe("foo-foo");
        var collision = plan.Collisions.ShouldHaveSingleItem();
        (collision.Source, collision.SourceId, collision.Symbol, collision.Name, collision.SeenAt)
            .ShouldBe((Paprika, "foo-foo", "foo", "Foo", Make.Now));
        collision.Candidates.ShouldBe(["foo-one", "foo-two"]);
    }

    [Fact]
    public void Resolve_CandidateKnownToTheSourceAlready_IsNoCandidate()
    {
        Hold(1, "foo-one", "foo", "Foo", (Gecko, "foo-one"), (Paprika, "foo-first"));
        Hold(2, "foo-two", "foo", "Foo", (Gecko, "foo-two"));

        Resolve(Paprika, Claim("foo-second", "foo", "Foo")).Known
            .ShouldBe([new AssetSourceId(Paprika, "foo-second", 2, IdentityMatch.SymbolAndName)]);
    }

    [Fact]
    public void Resolve_TwoOfOneBatchWithTheSameSymbolAndName_AreKeptApartAndRecorded()
    {
        Hold(1, "foo", "foo", "Foo", (Gecko, "foo"));

        var plan = Resolve(Paprika, Claim("foo-one", "foo", "Foo"), Claim("foo-two", "FOO", "foo"));

        plan.Known.ShouldBeEmpty();
        plan.New.Select(added => added.Slug).ShouldBe(["foo-one", "foo-two"]);
        plan.Collisions.Select(collision => collision.SourceId).ShouldBe(["foo-one", "foo-two"]);
        plan.Collisions.ShouldAllBe(collision => collision.Candidates.Single() == "foo");
    }

    [Fact]
    public void Resolve_TwoOfOneBatchWithTheSameSymbolAndNameAndNoCandidate_AreTwoAssets()
    {
        var plan = Resolve(Paprika, Claim("foo-one", "foo", "Foo"), Claim("foo-two", "foo", "Foo"));

        plan.New.Select(added => added.Slug).ShouldBe(["foo-one", "foo-two"]);
        plan.Collisions.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_NamesOfSignsOnly_MatchNothing()
    {
        Hold(1, "signs", "sig", "★", (Gecko, "signs"));

        var plan = Resolve(Paprika, Claim("sig-signs", "sig", "★"), Claim("sig-others", "sig", "☆"));

        plan.Known.ShouldBeEmpty();
        plan.Collisions.ShouldBeEmpty();
        plan.New.Select(added => added.Slug).ShouldBe(["sig-signs", "sig-others"]);
    }

    [Fact]
    public void Resolve_SlugTaken_GetsTheSourceAppended()
    {
        Hold(1, "foo", "foo", "Foo", (Gecko, "foo"));

        Resolve(Paprika, Claim("foo", "bar", "Bar")).New.ShouldHaveSingleItem().Slug.ShouldBe("foo-coinpaprika");
    }

    [Fact]
    public void Resolve_NameMatchAndLaterTableMatchOfTheSameAsset_TheTableWins()
    {
        Hold(1, "bitcoin", "btc", "Bitcoin", (Gecko, "bitcoin"));

        var plan = Resolve(Paprika, Claim("btc-copy", "btc", "Bitcoin"), Claim("btc-bitcoin", "btc", "Bitcoin Core"));

        plan.Known.ShouldBe([new AssetSourceId(Paprika, "btc-bitcoin", 1, IdentityMatch.Table)]);
        plan.New.ShouldHaveSingleItem().Slug.ShouldBe("btc-copy");
    }

    [Fact]
    public void Resolve_NameMatchAndLaterOwnIdOfTheSameAsset_TheOwnIdWins()
    {
        Hold(1, "bitcoin", "btc", "Bitcoin", (Paprika, "btc-bitcoin"));

        var plan = Resolve(Gecko, Claim("bitcoin-copy", "btc", "Bitcoin"), Claim("bitcoin", "xbt", "Bitcoin Core"));

        plan.Known.ShouldBe([new AssetSourceId(Gecko, "bitcoin", 1, IdentityMatch.Own)]);
        plan.New.ShouldHaveSingleItem().Slug.ShouldBe("bitcoin-copy");
    }

    /// <summary>Assets are added before the poll is committed: when the commit fails, the next poll finds them without any id.</summary>
    [Theory]
    [InlineData("★", "☆")]
    [InlineData("Foo", "Foo")]
    public void Resolve_AddedByAPollThatWasNotCommitted_IsTheSameAsset(string firstName, string secondName)
    {
        Hold(1, "foo-one", "foo", firstName);
        Hold(2, "foo-two", "foo", secondName);

        var plan = Resolve(Paprika, Claim("foo-one", "foo", firstName), Claim("foo-two", "foo", secondName));

        plan.Known.ShouldBe(
        [
            new AssetSourceId(Paprika, "foo-one", 1, IdentityMatch.Own),
            new AssetSourceId(Paprika, "foo-two", 2, IdentityMatch.Own),
        ]);
        plan.New.ShouldBeEmpty();
        plan.Collisions.ShouldBeEmpty();
    }

    [Fact]
    public void Resolve_AfterTheSampleWasRemoved_TakesItsAssetsOver()
    {
        Hold(1, "bitcoin", "btc", "Bitcoin", (SourceNames.Sample, "bitcoin"));
        _directory.RemoveSource(SourceNames.Sample);

        Resolve(Gecko, Claim("bitcoin", "btc", "Bitcoin")).Known.ShouldBe([new AssetSourceId(Gecko, "bitcoin", 1, IdentityMatch.Own)]);
        Resolve(Paprika, Claim("btc-bitcoin", "btc", "Bitcoin")).Known.ShouldBe([new AssetSourceId(Paprika, "btc-bitcoin", 1, IdentityMatch.Table)]);
    }

    /// <summary>Random markets of few symbols and names, so that they clash all the time.</summary>
    [Fact]
    public void Resolve_AnyMarket_KeepsItsPromises()
    {
        var name = Gen.Elements("Foo", "foo!", "Bar", "Baz", "★", "");
        var claim =
            from id in Gen.Elements("foo", "bar", "baz", "bitcoin", "btc-bitcoin", "foo-foo", "a", "b", "c")
            from symbol in Gen.Elements("foo", "FOO", "bar")
            from title in name
            select Claim(id, symbol, title);
        var market =
            from held in claim.ArrayOf()
            from heldBy in Gen.Elements(Gecko, Paprika, "none").ArrayOf(held.Length)
            from asked in claim.ArrayOf()
            from source in Gen.Elements(Gecko, Paprika)
            select (Held: held, HeldBy: heldBy, Asked: asked, Source: source);

        Prop.ForAll(market.ToArbitrary(), drawn => KeepsItsPromises(drawn.Held, drawn.HeldBy, drawn.Asked, drawn.Source))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(20260301, 1));
    }

    private static bool KeepsItsPromises(IdentityClaim[] held, string[] heldBy, IdentityClaim[] asked, string source)
    {
        var directory = new AssetDirectory();
        foreach (var (claim, number) in held.Select((claim, number) => (claim, number)).DistinctBy(entry => entry.claim.SourceId))
        {
            directory.Put(Make.Asset(number + 1, claim.SourceId, claim.Symbol.ToLowerInvariant(), claim.Name));
            if (heldBy[number] != "none")
            {
                directory.Add(new AssetSourceId(heldBy[number], claim.SourceId, number + 1, IdentityMatch.Own));
            }
        }

        var claims = asked.DistinctBy(claim => claim.SourceId).ToList();
        var plan = Resolver.Resolve(source, claims, directory, Make.Now);

        var byId = claims.ToDictionary(claim => claim.SourceId);
        foreach (var known in plan.Known.Where(known => known.MatchedBy == IdentityMatch.SymbolAndName))
        {
            // Never by symbol alone.
            var key = AssetDirectory.NameKey(byId[known.SourceId].Symbol, byId[known.SourceId].Name);
            var asset = directory.Get(known.AssetId);
            key.ShouldNotBeNull();
            AssetDirectory.NameKey(asset.Symbol, asset.Name).ShouldBe(key);
        }

        // Every unknown claim is decided once, no asset is two of one source's, and no slug is given twice.
        plan.Known.Select(known => known.SourceId).Concat(plan.New.Select(added => added.Claim.SourceId)).Order()
            .ShouldBe(claims.Where(claim => directory.FindBySourceId(source, claim.SourceId) is null).Select(claim => claim.SourceId).Order());
        plan.Known.Select(known => known.AssetId).ShouldBeUnique();
        plan.Known.ShouldAllBe(known => !directory.IsKnownTo(source, known.AssetId));
        var renamedFrom = plan.Renamed.Select(asset => directory.Get(asset.Id).Slug);
        directory.Assets.Select(asset => asset.Slug).Except(renamedFrom)
            .Concat(plan.Renamed.Select(asset => asset.Slug))
            .Concat(plan.New.Select(added => added.Slug))
            .ShouldBeUnique();
        return true;
    }

    private static IdentityClaim Claim(string sourceId, string symbol, string name) => new(sourceId, symbol, name, null);

    private void Hold(int id, string slug, string symbol, string name, params (string Source, string SourceId)[] sourceIds)
    {
        _directory.Put(Make.Asset(id, slug, symbol, name));
        foreach (var (source, sourceId) in sourceIds)
        {
            _directory.Add(new AssetSourceId(source, sourceId, id, IdentityMatch.Own));
        }
    }

    private IdentityPlan Resolve(string source, params IdentityClaim[] claims) => Resolver.Resolve(source, claims, _directory, Make.Now);
}
