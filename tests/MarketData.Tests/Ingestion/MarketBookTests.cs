using MarketData.Assets;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion;

public sealed class MarketBookTests
{
    private readonly MarketBook _book = new(new MarketState { Assets = [Make.Asset(1, "bitcoin")] });

    [Fact]
    public void Apply_Quotes_KeepsOneOfEachSource()
    {
        Apply(Commit() with { Quotes = [Make.Quote(1m), Make.Quote(2m, "coinpaprika"), Make.Quote(3m, asOf: Make.Now.AddMinutes(1))] });

        _book.QuotesOf(1).Select(quote => (quote.Source, quote.Price)).ShouldBe([("coingecko", 3m), ("coinpaprika", 2m)]);
        _book.QuotesOf(2).ShouldBeEmpty();
    }

    [Fact]
    public void Apply_OlderQuote_ChangesNothing()
    {
        Apply(Commit() with { Quotes = [Make.Quote(2m)] });

        Apply(Commit() with { Quotes = [Make.Quote(1m, asOf: Make.Now.AddTicks(-1))] });

        _book.QuotesOf(1).ShouldHaveSingleItem().Price.ShouldBe(2m);
    }

    [Fact]
    public void Apply_QuoteOfTheSameTime_TakesItsPlaceAndIsFilled()
    {
        Apply(Commit() with { Quotes = [Make.Quote(2m) with { MarketCap = 5m }] });

        Apply(Commit() with { Quotes = [Make.Quote(3m)] });

        _book.QuotesOf(1).ShouldHaveSingleItem().ShouldBe(Make.Quote(3m) with { MarketCap = 5m });
    }

    [Fact]
    public void Apply_Category_FillsWhatIsUnknownAndTakesTheName()
    {
        Apply(Commit() with { Categories = [new Category { Id = "a", Name = "A", Description = "About.", ProviderMarketCap = 5m }] });

        Apply(Commit() with { Categories = [new Category { Id = "a", Name = "B", ProviderSource = "coingecko", ProviderVolume24h = 6m }] });

        _book.Categories.ShouldBe(
        [
            new Category
            {
                Id = "a", Name = "B", Description = "About.", ProviderSource = "coingecko", ProviderMarketCap = 5m, ProviderVolume24h = 6m,
            },
        ]);
        _book.HasCategory("a").ShouldBeTrue();
        _book.HasCategory("b").ShouldBeFalse();
    }

    [Fact]
    public void Apply_Contract_TakenAddressKeepsItsAsset()
    {
        Apply(Commit() with { Contracts = [new AssetContract(1, "ethereum", "0xa"), new AssetContract(2, "ethereum", "0xa")] });

        _book.ContractsOf(1).ShouldBe([new AssetContract(1, "ethereum", "0xa")]);
        _book.ContractsOf(2).ShouldBeEmpty();
        _book.HasContract(new AssetContract(9, "ethereum", "0xa")).ShouldBeTrue();
    }

    [Fact]
    public void Apply_Memberships_AreInAlphabeticalOrderWithoutRepeats()
    {
        Apply(Commit() with { AssetCategories = [new AssetCategory(1, "b"), new AssetCategory(1, "a"), new AssetCategory(1, "b")] });

        _book.CategoriesOf(1).ShouldBe(["a", "b"]);
        _book.IsMember(1, "a").ShouldBeTrue();
        _book.IsMember(1, "c").ShouldBeFalse();
        _book.IsMember(2, "a").ShouldBeFalse();
    }

    [Fact]
    public void Apply_Sentiments_KeepsTheNewest()
    {
        Apply(Commit() with { Sentiments = [Sentiment(0, 10), Sentiment(2, 30), Sentiment(1, 20)] });

        _book.Sentiments.ShouldHaveSingleItem().Value.ShouldBe(30);
    }

    [Fact]
    public void Apply_RatesTvlsAndCollisions_ReplaceTheOldOnes()
    {
        foreach (var value in new[] { 1m, 2m })
        {
            Apply(Commit() with
            {
                FxRates = [new FxRate("eur", "Euro", CurrencyKind.Fiat, value, "coingecko", null, Make.Now)],
                Tvls = [new AssetTvl(1, "defillama", value, Make.Now)],
                Collisions = [new IdentityCollision("coinpaprika", "x", "x", "X", [$"{value}"], Make.Now)],
            });
        }

        _book.FxRates.ShouldHaveSingleItem().UnitsPerUsd.ShouldBe(2m);
        _book.Tvls.ShouldHaveSingleItem().Tvl.ShouldBe(2m);
        _book.Collisions.ShouldHaveSingleItem().Candidates.ShouldBe(["2"]);
    }

    [Fact]
    public void NoteRefusals_NothingRefused_ClearsThoseOfTheSourceOnly()
    {
        var refusal = new Refusal("price", "quote", "0", "A price is greater than zero.");
        _book.NoteRefusals(1, "coingecko", [refusal]);
        _book.NoteRefusals(1, "coinpaprika", [refusal]);

        _book.NoteRefusals(1, "coingecko", []);

        _book.RefusalsOf(1, ["coingecko"]).ShouldBeEmpty();
        _book.RefusalsOf(1, ["coingecko", "coinpaprika"]).ShouldBe([refusal]);
    }

    private static IngestionCommit Commit() => new()
    {
        Run = new IngestionRun { Source = "coingecko", StartedAt = Make.Now, FinishedAt = Make.Now, Outcome = IngestionOutcome.Succeeded },
    };

    private static SentimentPoint Sentiment(int day, int value) => new("alternative.me", Make.Now.AddDays(day), value, "Word", Make.Now);

    private void Apply(IngestionCommit commit) => _book.Apply(commit);
}
