using MarketData.Markets;
using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Kernels;
using MarketData.Signals.Grades;
using MarketData.Signals.Models;
using MarketData.Tests.Ranking;
using MarketData.Tests.Ranking.Kernels;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Signals.Grades;

public sealed class ModelGradesTests
{
    private const double Precision = 1e-9;

    private static readonly GradeModelCatalog Models = GradeModelCatalog.Load();

    public static TheoryData<string> ModelIds() => [.. Models.All.Select(model => model.Id)];

    /// <summary>
    /// Four assets, two inputs: turnover (weight 3 of 4) and the 7-day return (1 of 4) make momentum (weight 2); a low FDV ÷ market cap
    /// makes supply (weight 1). By hand, with percentiles of places: see each line.
    /// </summary>
    [Fact]
    public void Compute_WorkedExample_IsWhatIsWorkedOutByHand()
    {
        var columns = MakeColumns.Of(MakeSnapshot.Of(MakeSnapshot.State(
            (Make.Asset(1, "a"), [Figures(volume: 40, d7: 10, fdv: 100)]),
            (Make.Asset(2, "b"), [Figures(volume: 30, d7: -5, fdv: 400)]),
            (Make.Asset(3, "c"), [Figures(volume: 20, d7: 0, fdv: null)]),
            (Make.Asset(4, "d"), [Figures(volume: null, d7: null, fdv: 200)]))));
        var model = new GradeModel("hand", 1, "", GradeHorizon.Days, true, 0.5,
        [
            new(SubScoreName.Momentum, 2, [new("turnover", 3, FactorDirection.High), new("return_7d", 1, FactorDirection.High)]),
            new(SubScoreName.Supply, 1, [new("fdv_to_market_cap", 1, FactorDirection.Low)]),
        ]);

        var grades = ModelGrades.Compute(columns, model, new RankScratch(), CancellationToken.None);

        // Turnover: a 1, b ½, c 0. Return: a 1, c ½, b 0. FDV ÷ market cap, the least the best: a 1, d ½, b 0.
        Of(grades, SubScoreName.Momentum).ShouldBe([100, 37.5, 12.5, double.NaN]); // b: 100 × (3 × ½ + 1 × 0) ÷ 4; c: 100 × (3 × 0 + 1 × ½) ÷ 4
        Of(grades, SubScoreName.Supply).ShouldBe([100, 0, double.NaN, 50]);
        grades.Coverages.ShouldBe([1, 1, 2.0 / 3, 1.0 / 3]); // c lacks 1 of 3, d lacks 2 of 3
        grades.Grades.ShouldBe([100, 25, 12.5, double.NaN]); // b: (2 × 37.5 + 1 × 0) ÷ 3; c: momentum alone; d: covered by less than a half
        grades.GapOf(3).ShouldBe(GradeGap.LowCoverage);
        grades.GapOf(0).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(ModelIds))]
    public void Compute_RandomMarket_EqualsTheSlowReference(string id)
    {
        var columns = MakeColumns.OfRandomMarket(400);
        var model = Models.Find(id)! with { MinCoverage = 0.1 };

        var grades = ModelGrades.Compute(columns, model, new RankScratch(), CancellationToken.None);

        var expected = Enumerable.Range(0, columns.Count).Select(place => Reference(columns, model, place)).ToList();
        expected.Count(grade => grade is not null).ShouldBeGreaterThan(200);
        for (var place = 0; place < columns.Count; place++)
        {
            if (expected[place] is { } grade)
            {
                grades.Grades[place].ShouldBe(grade, Precision);
            }
            else
            {
                double.IsNaN(grades.Grades[place]).ShouldBeTrue();
            }
        }
    }

    [Theory]
    [MemberData(nameof(ModelIds))]
    public void Compute_Twice_IsTheSameToTheLastBit(string id)
    {
        var columns = MakeColumns.OfRandomMarket(300);

        var first = ModelGrades.Compute(columns, Models.Find(id)!, new RankScratch(), CancellationToken.None);
        var second = ModelGrades.Compute(columns, Models.Find(id)!, new RankScratch(), CancellationToken.None);

        second.Grades.ShouldBe(first.Grades);
    }

    [Fact]
    public void Compute_PriceUnknownOrStale_GivesNoGradeAndSaysWhy()
    {
        var columns = MakeColumns.Of(MakeSnapshot.Of(MakeSnapshot.State(
            (Make.Asset(1, "a"), [Figures(1, 1, 1)]),
            (Make.Asset(2, "b"), []),
            (Make.Asset(3, "c"), [Figures(1, 1, 1) with { AsOf = Make.Now.AddDays(-3), ReceivedAt = Make.Now.AddDays(-3) }]))));

        var grades = ModelGrades.Compute(columns, Models.Find("value")! with { MinCoverage = 0.01 }, new RankScratch(), CancellationToken.None);

        Enumerable.Range(0, 3).Select(grades.GapOf).ShouldBe([null, GradeGap.NoPrice, GradeGap.Stale]);
    }

    [Fact]
    public void Weighted_SomeSubScores_LeavesTheOthersOutAndTheSubScoresAsTheyAre()
    {
        var columns = MakeColumns.OfRandomMarket(300);
        var grades = ModelGrades.Compute(columns, Models.Find("trader")!, new RankScratch(), CancellationToken.None);

        var weighted = grades.Weighted(new Dictionary<SubScoreName, double> { [SubScoreName.Liquidity] = 3 });

        weighted.SubScores.Single().Scores.ShouldBe(Of(grades, SubScoreName.Liquidity));
        var covered = Enumerable.Range(0, columns.Count).Where(place => weighted.Coverages[place] >= 0.4).ToList();
        covered.Count.ShouldBeGreaterThan(100);
        covered.ShouldAllBe(place => Math.Abs(weighted.Grades[place] - weighted.SubScores[0].Scores[place]) < Precision);
    }

    [Fact]
    public void Contributions_OfEveryInput_AddUpToTheGrade()
    {
        var columns = MakeColumns.OfRandomMarket(300);
        foreach (var model in Models.All)
        {
            var grades = ModelGrades.Compute(columns, model, new RankScratch(), CancellationToken.None);
            foreach (var place in Enumerable.Range(0, columns.Count).Where(place => grades.GapOf(place) is null))
            {
                AssetGradeResponse.From(grades, place).SubScores.SelectMany(score => score.Inputs).Sum(input => input.Contribution ?? 0)
                    .ShouldBe(grades.Grades[place], Precision);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Order_ByGrade_HasUnknownLastAndEqualsById(bool descending)
    {
        var grades = ModelGrades.Compute(MakeColumns.OfRandomMarket(400), Models.Find("trader")!, new RankScratch(), CancellationToken.None);

        var order = grades.Order(new GradeSort(GradeField.Grade), descending);

        order.ShouldBe(Enumerable.Range(0, 400)
            .OrderBy(place => double.IsNaN(grades.Grades[place]))
            .ThenBy(place => descending ? -grades.Grades[place] : grades.Grades[place])
            .ThenBy(place => grades.Columns.RowAt(place).Asset.Slug, StringComparer.Ordinal));
    }

    private static double[] Of(ModelGrades grades, SubScoreName name) => grades.SubScores.Single(score => score.Model.Name == name).Scores;

    private static Quote Figures(decimal? volume, double? d7, decimal? fdv) => Make.Quote(1m) with
    {
        MarketCap = 100m,
        Volume24h = volume,
        FullyDilutedValuation = fdv,
        Changes = new PriceChanges(D7: d7),
    };

    /// <summary>The formula as it is published: one sum over all inputs, asset by asset, each percentile by counting.</summary>
    private static double? Reference(FactorColumns columns, GradeModel model, int place)
    {
        if (columns.RowAt(place).Quote is not { Stale: false })
        {
            return null;
        }

        double sum = 0, known = 0, all = 0;
        foreach (var score in model.SubScores)
        {
            foreach (var input in score.Inputs)
            {
                var weight = score.Weight * input.Weight / score.Inputs.Sum(other => other.Weight);
                all += weight;
                if (PercentileOf(columns, score, input, place) is { } percentile)
                {
                    sum += weight * percentile;
                    known += weight;
                }
            }
        }

        return known / all >= model.MinCoverage ? 100 * sum / known : null;
    }

    private static double? PercentileOf(FactorColumns columns, SubScoreModel score, GradeInput input, int place)
    {
        var value = columns[input.Factor][place];
        if (double.IsNaN(value))
        {
            return null;
        }

        var others = Enumerable.Range(0, columns.Count)
            .Where(other => columns.RowAt(other).Quote is { Stale: false })
            .Where(other => score.Within switch
            {
                PeerGroup.Tier => columns.Tiers[other] == columns.Tiers[place],
                PeerGroup.Category => columns.PeerCategories[other] == columns.PeerCategories[place],
                _ => true,
            })
            .ToList();
        var percentiles = SlowRanker.Normalise([.. others.Select(other => columns[input.Factor][other])], Normalisation.Percentile, 0);
        var percentile = percentiles[others.IndexOf(place)];
        return input.Direction == FactorDirection.High ? percentile : 1 - percentile;
    }
}
