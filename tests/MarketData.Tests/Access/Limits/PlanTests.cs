using MarketData.Access;
using MarketData.Access.Limits;

namespace MarketData.Tests.Access.Limits;

public sealed class PlanTests
{
    [Fact]
    public void PolicyHeader_OfBothLimits_NamesBoth() =>
        Of(600, 1_000).PolicyHeader.ToString().ShouldBe("\"minute\";q=600;w=60, \"month\";q=1000;w=2678400");

    [Fact]
    public void PolicyHeader_OfOneLimit_NamesIt() => Of(60, 0).PolicyHeader.ToString().ShouldBe("\"minute\";q=60;w=60");

    [Theory]
    [InlineData(60, 60, "\"minute\";r=60;t=0")]
    [InlineData(60, 59, "\"minute\";r=59;t=1")]
    [InlineData(60, 0, "\"minute\";r=0;t=60")]
    [InlineData(600, 599, "\"minute\";r=599;t=1")]
    [InlineData(50_000, 20_000, "\"minute\";r=20000;t=36")]
    public void MinuteHeader_SaysWhatIsLeftAndWhenItIsWhole(int perMinute, long remaining, string expected)
    {
        var plan = Of(perMinute, 0);

        plan.MinuteHeader(remaining).ToString().ShouldBe(expected);
        plan.MinuteHeader(remaining).ToString().ShouldBe(expected);
    }

    [Fact]
    public void MonthHeader_SaysWhatIsLeftAndWhenItEnds() =>
        Plan.MonthHeader(5, TimeSpan.FromSeconds(1.2)).ToString().ShouldBe("\"month\";r=5;t=2");

    private static Plan Of(int perMinute, long perMonth) => new("any", new PlanOptions { RequestsPerMinute = perMinute, RequestsPerMonth = perMonth });
}
