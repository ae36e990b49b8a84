using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Ingestion.Gate;
using MarketData.Markets;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace MarketData.Tests.Ingestion.Gate;

/// <summary>
/// Two sources tell of the same random walks for thousands of polls, and one quote in a hundred is spoilt in the ways that are seen
/// in the wild. What the book then holds is what would be published.
/// </summary>
public sealed class CorruptionTests(ITestOutputHelper output)
{
    private const int Seed = 20260301;
    private const int Corrupted = 10_000;
    private const double CorruptedShare = 0.01;
    private const int Assets = 100;

    /// <summary>Between two polls a price walks by at most 2 %, a spoilt one is at least five times off.</summary>
    private const double Neighbourhood = 1.25;

    private static readonly string[] Sources = [SourceNames.CoinGecko, SourceNames.CoinPaprika];

    private static readonly (string Name, Func<Quote, decimal?> Of)[] Figures =
    [
        .. typeof(Quote).GetProperties()
            .Where(property => property.PropertyType == typeof(decimal?))
            .Select(property => (property.Name, property.GetMethod!.CreateDelegate<Func<Quote, decimal?>>())),
    ];

    private static readonly Corruption[] Corruptions =
    [
        new("price 0", true, (raw, _) => raw with { Price = Make.Number(0m) }),
        new("price null", true, (raw, _) => raw with { Price = default }),
        new("price times 10", true, (raw, _) => raw with { Price = Times(raw.Price, 10m) }),
        new("price times 100", true, (raw, _) => raw with { Price = Times(raw.Price, 100m) }),
        new("price by 10", true, (raw, _) => raw with { Price = Times(raw.Price, 0.1m) }),
        new("price a string", true, (raw, _) => raw with { Price = Make.Words($"\"{raw.Price.Exact}\"") }),
        new("price beyond a decimal", true, (raw, _) => raw with { Price = Make.Json("8.7e36") }),
        new("old timestamp", true, (raw, random) => raw with { AsOf = raw.AsOf!.Value.AddMinutes(-random.Next(20, 10_000)) }),
        new("future timestamp", true, (raw, random) => raw with { AsOf = raw.AsOf!.Value.AddMinutes(random.Next(20, 10_000)) }),
        new("no timestamp", true, (raw, _) => raw with { AsOf = null }),
        new("circulating supply times 100", true, (raw, _) => raw with { CirculatingSupply = Times(raw.CirculatingSupply, 100m) }),
        new("circulating supply by 100", true, (raw, _) => raw with { CirculatingSupply = Times(raw.CirculatingSupply, 0.01m) }),
        new("circulating supply negative", true, (raw, _) => raw with { CirculatingSupply = Times(raw.CirculatingSupply, -1m) }),
        new("total supply by 10", true, (raw, _) => raw with { TotalSupply = Times(raw.TotalSupply, 0.1m) }),
        new("max supply by 10", true, (raw, _) => raw with { MaxSupply = Times(raw.MaxSupply, 0.1m) }),
        new("market cap times 10", true, (raw, _) => raw with { MarketCap = Times(raw.MarketCap, 10m) }),
        new("market cap negative", true, (raw, _) => raw with { MarketCap = Times(raw.MarketCap, -1m) }),
        new("volume a string", true, (raw, _) => raw with { Volume24h = Make.Words("\"n/a\"") }),

        // Unknown is no error, so that nothing is refused; it must only not overwrite what is known.
        new("all figures null", false, (raw, _) => raw with
        {
            MarketCap = default, Volume24h = default, CirculatingSupply = default, TotalSupply = default, MaxSupply = default,
        }),
        new("all figures 0", false, (raw, _) => raw with
        {
            MarketCap = Make.Number(0m),
            CirculatingSupply = Make.Number(0m),
            TotalSupply = Make.Number(0m),
            MaxSupply = Make.Number(0m),
        }),
    ];

    [Fact]
    public void Check_TenThousandCorruptedQuotes_PublishesNoneAndRefusesNothingClean()
    {
        output.WriteLine($"Seed {Seed}");
        var random = new Random(Seed);
        var gate = new QualityGate(Options.Create(new GateOptions()));
        var book = new MarketBook(new MarketState());
        var walks = Enumerable.Range(1, Assets).Select(id => new Walk(id, random)).ToList();
        int corrupted = 0, clean = 0, falseRefusals = 0;

        for (var poll = 0; corrupted < Corrupted; poll++)
        {
            var now = Make.Now.AddMinutes(5 * poll);
            foreach (var walk in walks)
            {
                walk.Step(random);
                foreach (var source in Sources)
                {
                    var corruption = random.NextDouble() < CorruptedShare ? Corruptions[random.Next(Corruptions.Length)] : null;
                    var good = walk.Tell(random, now.AddSeconds(-random.Next(1, 60)));
                    var raw = corruption is null ? good : corruption.Spoil(good, random);
                    var before = book.QuotesOf(walk.Id).FirstOrDefault(quote => quote.Source == source);

                    var verdict = gate.Check(raw, source, walk.Id, book.QuotesOf(walk.Id), now);
                    if (verdict.Accepted is { } accepted)
                    {
                        book.Apply(new IngestionCommit { Run = Run(source, now), Quotes = [accepted] });
                    }

                    // Plain comparisons: a million assertions with their messages would take minutes.
                    if (WhatIsWrong(book.QuotesOf(walk.Id), source, before, walk, corruption is not null) is { } wrong)
                    {
                        Assert.Fail($"Poll {poll}, {corruption?.Name ?? "clean"}: {wrong}");
                    }

                    if (corruption is null)
                    {
                        clean++;
                        falseRefusals += verdict.Refusals.Count > 0 ? 1 : 0;
                    }
                    else
                    {
                        corrupted++;
                        verdict.Refusals.ShouldAllBe(refusal => refusal.Rule != "" && refusal.Field != "" && refusal.Reason != "");
                        var isFirst = before is null && corruption.Name == "old timestamp";
                        (verdict.Refusals.Count > 0).ShouldBe(corruption.IsRefused && !isFirst, corruption.Name);
                    }
                }
            }
        }

        output.WriteLine($"{corrupted} corrupted, {clean} clean, {falseRefusals} clean ones refused");
        ((double)falseRefusals / clean).ShouldBeLessThanOrEqualTo(0.001);
    }

    private static string? WhatIsWrong(IReadOnlyList<Quote> quotes, string source, Quote? before, Walk walk, bool thorough)
    {
        if (quotes.FirstOrDefault(quote => quote.Source == source) is not { } held)
        {
            return null;
        }

        return !IsNear(held.Price, walk.Price) ? $"price {held.Price} where {walk.Price} is true"
            : !thorough ? null
            : !IsNear(held.CirculatingSupply, walk.CirculatingSupply) ? $"circulating supply {held.CirculatingSupply}"
            : !IsNear(held.TotalSupply, walk.TotalSupply) ? $"total supply {held.TotalSupply}"
            : !IsNear(held.MaxSupply, walk.MaxSupply) ? $"max supply {held.MaxSupply}"
            : !IsNear(held.MarketCap, walk.Price * walk.CirculatingSupply) ? $"market cap {held.MarketCap}"
            : before is not null && held.AsOf < before.AsOf ? $"as of {held.AsOf:O} after {before.AsOf:O}"
            : before is null || ReferenceEquals(held, before) ? null
            : Figures.Where(figure => figure.Of(before) is not (null or 0) && figure.Of(held) is (null or 0))
                .Select(figure => $"{figure.Name} was {figure.Of(before)} and is {figure.Of(held)}")
                .FirstOrDefault();
    }

    private static bool IsNear(decimal? value, decimal expected) =>
        value is null || ((double)value / (double)expected is > 1 / Neighbourhood and < Neighbourhood);

    private static SourceNumber Times(SourceNumber number, decimal factor) => Make.Number(number.Exact!.Value * factor);

    private static IngestionRun Run(string source, DateTimeOffset now) => new()
    {
        Source = source,
        StartedAt = now,
        FinishedAt = now,
        Outcome = IngestionOutcome.Succeeded,
    };

    private sealed record Corruption(string Name, bool IsRefused, Func<SourceQuote, Random, SourceQuote> Spoil);

    /// <summary>The truth about one asset: a random walk from anywhere between 1e-12 and 100,000 dollars.</summary>
    private sealed class Walk(int id, Random random)
    {
        private double _price = Math.Pow(10, (random.NextDouble() * 17) - 12);

        public int Id => id;

        public decimal Price { get; private set; }

        public decimal CirculatingSupply { get; } = random.Next(1_000_000, 900_000_000);

        public decimal TotalSupply => CirculatingSupply * 1.05m;

        public decimal MaxSupply => CirculatingSupply * 1.2m;

        public void Step(Random steps)
        {
            _price *= 1 + ((steps.NextDouble() - 0.5) * 0.04);
            Price = decimal.Round((decimal)_price, 24);
        }

        /// <summary>What a source says of it: the sources differ by up to half a percent, and a market cap lags by up to 2 %.</summary>
        public SourceQuote Tell(Random noise, DateTimeOffset asOf)
        {
            var price = Price * (decimal)(1 + ((noise.NextDouble() - 0.5) * 0.01));
            return Make.Raw() with
            {
                Price = Make.Number(price),
                MarketCap = Make.Number(price * CirculatingSupply * (decimal)(1 + ((noise.NextDouble() - 0.5) * 0.04))),
                Volume24h = Make.Number(noise.Next(1, 1_000_000)),
                CirculatingSupply = Make.Number(CirculatingSupply),
                TotalSupply = Make.Number(TotalSupply),
                MaxSupply = Make.Number(MaxSupply),
                AsOf = asOf,
            };
        }
    }
}
