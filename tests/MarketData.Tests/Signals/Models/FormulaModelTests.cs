using MarketData.Ranking.Kernels;
using MarketData.Signals.Grades;
using MarketData.Signals.Models;
using MarketData.Tests.Ranking;

namespace MarketData.Tests.Signals.Models;

public sealed class FormulaModelTests
{
    [Fact]
    public async Task GradeAsync_InputsOfAMarket_EqualsTheGradesOfItsColumns()
    {
        foreach (var model in GradeModelCatalog.Load().Formulas)
        {
            var grades = ModelGrades.Compute(MakeColumns.OfRandomMarket(300), model, new RankScratch(), CancellationToken.None);
            var places = Enumerable.Range(0, 300).Where(place => grades.GapOf(place) is null).ToList();

            var made = await new FormulaModel(model).GradeAsync([.. places.Select(grades.InputsOf)], CancellationToken.None);

            for (var i = 0; i < places.Count; i++)
            {
                made[i].ShouldBe(grades.Grades[places[i]], 1e-9);
            }
        }
    }
}
