using MarketData.Markets;
using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Tests.Ranking.Kernels;

namespace MarketData.Tests.Ranking;

public sealed class RankerTests
{
    private static readonly FactorColumns Market = MakeColumns.OfRandomMarket(400);

    public static TheoryData<Normalisation, double, MissingTreatment, string> Forms()
    {
        var forms = new TheoryData<Normalisation, double, MissingTreatment, string>();
        foreach (var normalisation in (Normalisation[])[Normalisation.Percentile, Normalisation.ZScore, Normalisation.RobustZScore])
        {
            foreach (var missing in Enum.GetValues<MissingTreatment>())
            {
                forms.Add(normalisation, 0, missing, "");
                forms.Add(normalisation, 0.05, missing, "tier");
                forms.Add(normalisation, 0.05, missing, "category");
                forms.Add(normalisation, 0, missing, "tier,category");
            }
        }

        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Rank_RandomMarket_EqualsTheSlowReference(Normalisation normalisation, double winsorise, MissingTreatment missing, string within)
    {
        var spec = new RankingSpec
        {
            Factors =
            [
                new(FactorCatalog.NumberOf("return_7d"), 3, FactorDirection.High),
                new(FactorCatalog.NumberOf("turnover"), 2, FactorDirection.High),
                new(FactorCatalog.NumberOf("fdv_to_market_cap"), 1, FactorDirection.Low),
            ],
            Normalisation = normalisation,
            Winsorise = winsorise,
            Missing = missing,
            Within = [.. within.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => Enum.Parse<PeerGroup>(name, ignoreCase: true))],
        };

        var ranked = Ranker.Rank(Market, spec, 50, new RankScratch(), double.NegativeInfinity, null, CancellationToken.None);

        var expected = Reference(Market, spec);
        ranked.Ranked.ShouldBe(expected.Count);
        for (var i = 0; i < 50; i++)
        {
            ranked.Assets[i].Score.ShouldBe(expected[i].Score, 1e-9);
        }

        // Scores that are equal but for rounding may change places; everything else may not.
        var clear = Enumerable.Range(1, 48).Where(i => expected[i - 1].Score - expected[i].Score > 1e-9 && expected[i].Score - expected[i + 1].Score > 1e-9);
        clear.ShouldAllBe(i => Market.RowAt(ranked.Assets[i].Place).Asset.Slug == expected[i].Slug);
    }

    [Fact]
    public void Rank_Twice_GivesTheSameAndTiesById()
    {
        var spec = new RankingSpec { Factors = [new(FactorCatalog.NumberOf("source_count"), 1, FactorDirection.High)] };

        var ranked = Ranker.Rank(Market, spec, 400, new RankScratch(), double.NegativeInfinity, null, CancellationToken.None).Assets.Select(asset => Market.RowAt(asset.Place).Asset.Slug).ToList();

        ranked.ShouldBe(ranked.Order(StringComparer.Ordinal));
        ranked.Count.ShouldBeGreaterThan(300);
    }

    [Fact]
    public void Rank_Filter_LetsThroughWhatItSaysOnly()
    {
        var spec = new RankingSpec
        {
            Factors = [new(FactorCatalog.NumberOf("market_cap"), 1, FactorDirection.High)],
            Normalisation = Normalisation.None,
            Filter = new RankingFilter([CapTier.Mid], ["c1"], 2_000_000_000m, 10m),
        };

        var ranked = Ranker.Rank(Market, spec, 400, new RankScratch(), double.NegativeInfinity, null, CancellationToken.None).Assets.Select(asset => Market.RowAt(asset.Place)).ToList();

        var expected = Market.Snapshot.Rows.Where(row =>
            row.Tier == CapTier.Mid && row.Categories.Contains("c1") && row.MarketCap >= 2_000_000_000m && row.Volume24h >= 10m).ToList();
        expected.Count.ShouldBeGreaterThan(5);
        ranked.ShouldBe(expected);
    }

    [Fact]
    public void Rank_Cancelled_Stops()
    {
        var spec = new RankingSpec { Factors = [new(0, 1, FactorDirection.High)] };

        Should.Throw<OperationCanceledException>(() => Ranker.Rank(Market, spec, 10, new RankScratch(), double.NegativeInfinity, null, new CancellationToken(canceled: true)));
    }

    /// <summary>Asset by asset and group by group.</summary>
    private static List<(string Slug, double Score)> Reference(FactorColumns columns, RankingSpec spec)
    {
        var places = Enumerable.Range(0, columns.Count).Where(place => columns.RowAt(place).Quote is { Stale: false }).ToList();
        var totals = places.ToDictionary(place => place, _ => 0.0);
        foreach (var factor in spec.Factors)
        {
            var groupings = spec.Within.Select(group => places.GroupBy(place => group == PeerGroup.Tier ? columns.Tiers[place] : columns.PeerCategories[place])).ToList();
            if (groupings.Count == 0)
            {
                groupings = [places.GroupBy(_ => 0)];
            }

            foreach (var group in groupings.SelectMany(grouping => grouping))
            {
                var values = group.Select(place => columns[factor.Number][place] * (factor.Direction == FactorDirection.High ? 1 : -1)).ToArray();
                var scores = SlowRanker.Normalise(values, spec.Normalisation, spec.Winsorise);
                var middle = spec.Normalisation == Normalisation.Percentile ? 0.5 : 0;
                var worst = scores.Where(score => !double.IsNaN(score)).DefaultIfEmpty(middle).Min();
                foreach (var (place, score) in group.Zip(scores))
                {
                    var treated = !double.IsNaN(score) ? score : spec.Missing switch
                    {
                        MissingTreatment.Neutral => middle,
                        MissingTreatment.Worst => worst,
                        _ => double.NaN,
                    };
                    totals[place] += treated / groupings.Count * factor.Weight / spec.Factors.Sum(other => other.Weight);
                }
            }
        }

        return
        [
            .. totals.Where(total => !double.IsNaN(total.Value))
                .Select(total => (columns.RowAt(total.Key).Asset.Slug, Score: total.Value))
                .OrderByDescending(total => total.Score).ThenBy(total => total.Slug, StringComparer.Ordinal),
        ];
    }
}
