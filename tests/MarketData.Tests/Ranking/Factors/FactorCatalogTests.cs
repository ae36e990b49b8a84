using MarketData.Ranking.Factors;

namespace MarketData.Tests.Ranking.Factors;

public sealed class FactorCatalogTests
{
    [Fact]
    public void All_Together_AreAtLeastEightyDocumentedDataPoints()
    {
        FactorCatalog.All.Count.ShouldBeGreaterThanOrEqualTo(80);
        FactorCatalog.All.Select(factor => factor.Name).ShouldBeUnique();
        FactorCatalog.All.ShouldAllBe(factor => !new[] { factor.Unit, factor.Formula, factor.WhenNull }.Any(string.IsNullOrWhiteSpace));
        FactorCatalog.All.ShouldAllBe(factor => !(factor.Name + factor.Formula + factor.WhenNull).Contains('{', StringComparison.Ordinal));
    }

    [Fact]
    public void All_Names_AreSnakeCase() =>
        FactorCatalog.All.ShouldAllBe(factor => factor.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'));
}
