using MarketData.Assets;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Database;

public abstract partial class MarketStoreContract
{
    private const int Seed = 20260314;

    /// <summary>How many random batches the engine is given.</summary>
    protected abstract int RandomBatches { get; }

    [Fact]
    public async Task CommitAsync_EveryFieldOfAQuote_ComesBackDigitForDigit()
    {
        var quote = Some.QuoteWithEveryField(Bitcoin.Id);

        await CommitAsync(Some.Commit(quote));

        Text((await LoadAsync()).Quotes).ShouldBe(Text([quote]));
    }

    [Theory]
    [InlineData("3.84e-18")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("7.9228162514264337593543950335")]
    [InlineData("18943225.0")]
    [InlineData("1000000000000000")]
    [InlineData("0.10000000000000000000")]
    public async Task CommitAsync_ExtremeAmount_ComesBackWithItsScale(string text)
    {
        var amount = decimal.Parse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture);
        var quote = Some.Quote(Bitcoin.Id, price: amount) with { MarketCap = amount, PriceChange24h = -amount };

        await CommitAsync(Some.Commit(quote));

        Text((await LoadAsync()).Quotes).ShouldBe(Text([quote]));
    }

    [Fact]
    public async Task CommitAsync_HundredThousandRandomAmounts_ComeBackDigitForDigit()
    {
        const int Quotes = 12_500;
        var random = new Random(Seed);
        decimal Amount() => new(random.Next(), random.Next(3) * random.Next(), random.Next(3) * random.Next(), false, (byte)random.Next(29));
        var assets = await Store.AddAssetsAsync([.. Enumerable.Range(0, Quotes).Select(i => Some.Asset($"asset-{i}"))], null, CancellationToken.None);
        Quote[] quotes = [.. assets.Select(asset => Some.Quote(asset.Id, price: Amount()) with
        {
            MarketCap = Amount() + 1,
            Volume24h = Amount(),
            CirculatingSupply = Amount() + 1,
            MaxSupply = Amount() + 1,
            High24h = Amount() + 1,
            PriceChange24h = -Amount(),
            MarketCapChange24h = Amount(),
        })];

        await CommitAsync(Some.Commit(quotes));

        Text((await LoadAsync()).Quotes).ShouldBe(Text(quotes.OrderBy(quote => quote.AssetId)), $"seed {Seed}");
    }

    [Fact]
    public async Task CommitAsync_UnknownFields_KeepWhatIsStored()
    {
        var known = Some.QuoteWithEveryField(Bitcoin.Id);
        var unknown = Some.Quote(Bitcoin.Id, price: 2m) with { AsOf = Some.Time.AddMinutes(1) };

        await CommitAsync(Some.Commit(known));
        await CommitAsync(Some.Commit(unknown));

        Text((await LoadAsync()).Quotes).ShouldBe(Text([unknown.FilledFrom(known)]));
    }

    [Fact]
    public async Task CommitAsync_ZeroAmounts_KeepWhatIsStored()
    {
        var known = Some.QuoteWithEveryField(Bitcoin.Id);
        var zero = Some.Quote(Bitcoin.Id, price: 2m) with
        {
            MarketCap = 0,
            FullyDilutedValuation = 0.00m,
            CirculatingSupply = 0,
            TotalSupply = 0,
            MaxSupply = 0.0m,
            High24h = 0,
            Low24h = 0,
            Ath = 0,
            Atl = 0,
            AsOf = Some.Time.AddMinutes(1),
        };

        await CommitAsync(Some.Commit(known));
        await CommitAsync(Some.Commit(zero));

        var bare = Some.Quote(Bitcoin.Id, price: 2m) with { AsOf = zero.AsOf };
        Text((await LoadAsync()).Quotes).ShouldBe(Text([bare.FilledFrom(known)]));
    }

    [Fact]
    public async Task CommitAsync_FirstQuoteWithZeroAmounts_LeavesThemUnknown()
    {
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with { MarketCap = 0, TotalSupply = 0.0m }));

        var quote = (await LoadAsync()).Quotes.ShouldHaveSingleItem();
        quote.MarketCap.ShouldBeNull();
        quote.TotalSupply.ShouldBeNull();
    }

    [Fact]
    public async Task CommitAsync_ZeroVolumeAndZeroChanges_AreFacts()
    {
        await CommitAsync(Some.Commit(Some.QuoteWithEveryField(Bitcoin.Id)));
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with
        {
            Volume24h = 0,
            PriceChange24h = 0,
            MarketCapChange24h = 0,
            MarketCapChangePercentage24h = 0,
            Changes = new PriceChanges(H24: 0),
        }));

        var quote = (await LoadAsync()).Quotes.ShouldHaveSingleItem();
        quote.Volume24h.ShouldBe(0);
        quote.PriceChange24h.ShouldBe(0);
        quote.MarketCapChange24h.ShouldBe(0);
        quote.MarketCapChangePercentage24h.ShouldBe(0);
        quote.Changes.H24.ShouldBe(0);
        quote.Changes.D7.ShouldBe(3.25);
    }

    [Fact]
    public async Task CommitAsync_SupplyUnknown_KeepsTheBasisOfTheStoredOne()
    {
        await CommitAsync(Some.Commit(Some.QuoteWithEveryField(Bitcoin.Id)));
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with { CirculatingSupplyBasis = SupplyBasis.Provider }));

        (await LoadAsync()).Quotes.ShouldHaveSingleItem().CirculatingSupplyBasis.ShouldBe(SupplyBasis.MarketCapOverPrice);
    }

    [Fact]
    public async Task CommitAsync_SupplyKnown_BringsItsBasis()
    {
        await CommitAsync(Some.Commit(Some.QuoteWithEveryField(Bitcoin.Id)));
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with { CirculatingSupply = 7, CirculatingSupplyBasis = SupplyBasis.Provider }));

        (await LoadAsync()).Quotes.ShouldHaveSingleItem().CirculatingSupplyBasis.ShouldBe(SupplyBasis.Provider);
    }

    [Fact]
    public async Task CommitAsync_OlderQuote_ChangesNothing()
    {
        var stored = Some.Quote(Bitcoin.Id);
        await CommitAsync(Some.Commit(stored));

        await CommitAsync(Some.Commit(Some.QuoteWithEveryField(Bitcoin.Id) with { AsOf = Some.Time.AddSeconds(-1) }));

        Text((await LoadAsync()).Quotes).ShouldBe(Text([stored]));
    }

    [Fact]
    public async Task CommitAsync_QuoteOfTheSameTime_ReplacesTheStoredOne()
    {
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id, price: 1m)));
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id, price: 2m)));

        (await LoadAsync()).Quotes.ShouldHaveSingleItem().Price.ShouldBe(2m);
    }

    [Fact]
    public async Task CommitAsync_SeveralSources_KeepsTheQuoteOfEach()
    {
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id, "coingecko", 1m), Some.Quote(Bitcoin.Id, "coinpaprika", 2m)));

        (await LoadAsync()).Quotes.Select(quote => (quote.Source, quote.Price)).ShouldBe([("coingecko", 1m), ("coinpaprika", 2m)]);
    }

    [Fact]
    public async Task CommitAsync_TimesWithAnOffset_AreTheSameInstants()
    {
        var offset = TimeSpan.FromHours(5.5);
        await CommitAsync(Some.Commit(Some.Quote(Bitcoin.Id) with { AsOf = Some.Time.ToOffset(offset), AthDate = Some.Time.ToOffset(offset) }));

        var quote = (await LoadAsync()).Quotes.ShouldHaveSingleItem();
        quote.AsOf.ShouldBe(Some.Time);
        quote.AsOf.Offset.ShouldBe(TimeSpan.Zero);
        quote.AthDate.ShouldBe(Some.Time);
    }

    /// <summary>
    /// Batches in which an asset stands several times, older and newer, with and without fields: the store must hold what the
    /// rules say, and no batch may fail (PostgreSQL refuses to change a row twice in one statement).
    /// </summary>
    [Fact]
    public async Task CommitAsync_RandomBatchesWithDuplicates_KeepTheNewestOfEachKey()
    {
        var random = new Random(Seed);
        Asset[] assets = [Bitcoin, Dust];
        string[] sources = ["a", "b"];
        var expected = new SortedDictionary<(int, string), Quote>();
        for (var batch = 0; batch < RandomBatches; batch++)
        {
            Quote[] quotes = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => RandomQuote(random, assets, sources, batch))];

            await CommitAsync(Some.Commit(quotes));

            foreach (var group in quotes.GroupBy(quote => (quote.AssetId, quote.Source)))
            {
                var newest = group.Aggregate((held, next) => next.AsOf >= held.AsOf ? next : held);
                newest = newest with { MarketCap = newest.MarketCap == 0 ? null : newest.MarketCap };
                if (!expected.TryGetValue(group.Key, out var stored))
                {
                    expected[group.Key] = newest;
                }
                else if (newest.AsOf >= stored.AsOf)
                {
                    expected[group.Key] = newest.FilledFrom(stored);
                }
            }

            // Loading costs more than committing: every tenth time, and at the end.
            if (batch % 10 == 0 || batch == RandomBatches - 1)
            {
                Text((await LoadAsync()).Quotes).ShouldBe(Text(expected.Values), $"seed {Seed}, batch {batch}");
            }
        }
    }

    private static Quote RandomQuote(Random random, Asset[] assets, string[] sources, int batch)
    {
        decimal? Maybe() => random.Next(3) switch
        {
            0 => null,
            1 => 0m,
            _ => new decimal(random.Next(1, 1000), 0, 0, false, (byte)random.Next(4)),
        };

        return Some.Quote(assets[random.Next(assets.Length)].Id, sources[random.Next(sources.Length)], random.Next(1, 1000)) with
        {
            // Times run on with the batches and reach back over about three of them.
            AsOf = Some.Time.AddSeconds(batch + random.Next(4)),
            MarketCap = Maybe(),
            Volume24h = Maybe(),
            CirculatingSupply = random.Next(2) == 0 ? null : random.Next(1, 100),
            CirculatingSupplyBasis = (SupplyBasis)random.Next(2),
            SourceRank = random.Next(2) == 0 ? null : random.Next(1, 100),
            Changes = new PriceChanges(H1: random.Next(2) == 0 ? null : random.NextDouble()),
        };
    }
}
