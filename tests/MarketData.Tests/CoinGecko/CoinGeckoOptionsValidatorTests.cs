using MarketData.CoinGecko;

namespace MarketData.Tests.CoinGecko;

public sealed class CoinGeckoOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_IsTheProvidersPath()
    {
        Validate().ShouldBeEmpty();
        new CoinGeckoOptions().PrefixesOrDefault.ShouldBe(["/api/v3"]);
    }

    [Fact]
    public void Validate_SeveralPrefixes_AreTaken() => Validate("/api/v3", "/v1", "/proxy/coin-gecko_2/api.v3").ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("api/v3")]
    [InlineData("/api/v3/")]
    [InlineData("/api/{id}")]
    [InlineData("/api v3")]
    public void Validate_NotAPath_IsToldWithTheValue(string prefix) => Validate(prefix).ShouldHaveSingleItem().ShouldContain($"'{prefix}'");

    [Fact]
    public void Validate_TwiceTheSame_IsTold() => Validate("/v1", "/V1").ShouldHaveSingleItem().ShouldContain("twice");

    [Fact]
    public void Validate_TooMany_IsTold() => Validate([.. Enumerable.Range(0, 9).Select(i => $"/p{i}")]).ShouldHaveSingleItem().ShouldContain("at most 8");

    private static List<string> Validate(params string[] prefixes)
    {
        var options = new CoinGeckoOptions();
        foreach (var prefix in prefixes)
        {
            options.Prefixes.Add(prefix);
        }

        return [.. new CoinGeckoOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
