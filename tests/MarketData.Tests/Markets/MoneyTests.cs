using MarketData.Markets;

namespace MarketData.Tests.Markets;

public sealed class MoneyTests
{
    private static readonly decimal Smallest = new(1, 0, 0, false, 28);

    [Fact]
    public void Multiply_Known_KeepsEveryDigit() => Money.Multiply(12.50m, 0.3m).ShouldBe(3.750m);

    [Fact]
    public void Multiply_Unknown_IsUnknown()
    {
        Money.Multiply(null, 1m).ShouldBeNull();
        Money.Multiply(1m, null).ShouldBeNull();
    }

    [Fact]
    public void Multiply_BeyondTheRange_IsUnknown()
    {
        Money.Multiply(decimal.MaxValue, 2m).ShouldBeNull();
        Money.Multiply(decimal.MinValue, 2m).ShouldBeNull();
    }

    [Fact]
    public void Divide_Known_IsTheQuotient() => Money.Divide(2500m, 100m).ShouldBe(25m);

    [Fact]
    public void Divide_UnknownOrByZero_IsUnknown()
    {
        Money.Divide(null, 1m).ShouldBeNull();
        Money.Divide(1m, null).ShouldBeNull();
        Money.Divide(1m, 0m).ShouldBeNull();
        Money.Divide(0m, 0m).ShouldBeNull();
    }

    [Fact]
    public void Divide_BeyondTheRange_IsUnknown() => Money.Divide(decimal.MaxValue, 0.1m).ShouldBeNull();

    [Fact]
    public void Add_KnownAndUnknown_FollowsTheSame()
    {
        Money.Add(1.5m, 2.25m).ShouldBe(3.75m);
        Money.Add(null, 1m).ShouldBeNull();
        Money.Add(1m, null).ShouldBeNull();
        Money.Add(decimal.MaxValue, 1m).ShouldBeNull();
        Money.Add(decimal.MinValue, -1m).ShouldBeNull();
    }

    [Fact]
    public void Ratio_PartsFurtherApartThanADecimalHolds_IsADouble()
    {
        Money.Ratio(1m, 4m).ShouldBe(0.25);
        Money.Ratio(decimal.MaxValue, Smallest)!.Value.ShouldBe(7.9228162514264338e56, 1e42);
        Money.Ratio(null, 1m).ShouldBeNull();
        Money.Ratio(1m, null).ShouldBeNull();
        Money.Ratio(1m, 0m).ShouldBeNull();
    }

    [Theory]
    [InlineData("5", "5")]
    [InlineData("3,1,2", "2")]
    [InlineData("1,2", "1.5")]
    [InlineData("4,1,3,2", "2.5")]
    [InlineData("2.00,2.00", "2.00")]
    [InlineData("0.0000000000000000000000000001,0.0000000000000000000000000003", "0.0000000000000000000000000002")]
    [InlineData("79228162514264337593543950335,79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("79228162514264337593543950333,79228162514264337593543950335", "79228162514264337593543950334")]
    [InlineData("0,79228162514264337593543950335,79228162514264337593543950335", "79228162514264337593543950335")]
    public void Median_AnyNumber_IsTheMiddleOrTheMeanOfTheTwo(string values, string expected) =>
        Money.Median([.. values.Split(',').Select(Make.Decimal)]).ShouldBe(Make.Decimal(expected));

    [Fact]
    public void Median_OneTinyOneGreat_IsBetweenThem()
    {
        var median = Money.Median([Smallest, decimal.MaxValue]);

        median.ShouldBeInRange(39614081257132168796771975167m, 39614081257132168796771975168m);
    }
}
