using MarketData.Ingestion.Gate;

namespace MarketData.Tests.Ingestion.Gate;

public sealed class GateOptionsTests
{
    private static readonly GateOptionsValidator Validator = new();

    [Fact]
    public void Validate_Defaults_Succeeds() => Validator.Validate(null, new GateOptions()).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData(1.001)]
    [InlineData(1000)]
    public void Validate_JumpFactorAtAnEnd_Succeeds(double factor) =>
        Validator.Validate(null, new GateOptions { JumpFactor = factor }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(1000.1)]
    [InlineData(double.NaN)]
    public void Validate_JumpFactorOutOfRange_Fails(double factor) =>
        ShouldFail(new GateOptions { JumpFactor = factor }, "Ingestion:Gate:JumpFactor");

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Validate_ConfirmToleranceOutOfRange_Fails(double tolerance) =>
        ShouldFail(new GateOptions { ConfirmTolerance = tolerance }, "Ingestion:Gate:ConfirmTolerance");

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Validate_ConfirmationsOutOfRange_Fails(int confirmations) =>
        ShouldFail(new GateOptions { Confirmations = confirmations }, "Ingestion:Gate:Confirmations");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Validate_SupplyToleranceOutOfRange_Fails(double tolerance) =>
        ShouldFail(new GateOptions { SupplyTolerance = tolerance }, "Ingestion:Gate:SupplyTolerance");

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Validate_MarketCapToleranceOutOfRange_Fails(double tolerance) =>
        ShouldFail(new GateOptions { MarketCapTolerance = tolerance }, "Ingestion:Gate:MarketCapTolerance");

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("01:00:01")]
    public void Validate_ClockToleranceOutOfRange_Fails(string tolerance) =>
        ShouldFail(
            new GateOptions { ClockTolerance = TimeSpan.Parse(tolerance, System.Globalization.CultureInfo.InvariantCulture) },
            "Ingestion:Gate:ClockTolerance");

    [Fact]
    public void Validate_Ends_Succeed()
    {
        Validator.Validate(null, new GateOptions { SupplyTolerance = 0, ClockTolerance = TimeSpan.Zero, Confirmations = 1 }).Succeeded.ShouldBeTrue();
        Validator.Validate(null, new GateOptions { SupplyTolerance = 1, ClockTolerance = TimeSpan.FromHours(1), Confirmations = 10 }).Succeeded.ShouldBeTrue();
        Validator.Validate(null, new GateOptions { ConfirmTolerance = 1, MarketCapTolerance = 1 }).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Validate_SeveralWrong_NamesEachWithItsValueAndRange()
    {
        var result = Validator.Validate(null, new GateOptions { JumpFactor = 0.5, Confirmations = 0 });

        result.Failures.ShouldBe(
        [
            "Ingestion:Gate:JumpFactor is 0.5; set it above 1 and at most 1000.",
            "Ingestion:Gate:Confirmations is 0; set it from 1 to 10.",
        ]);
    }

    private static void ShouldFail(GateOptions options, string setting) =>
        Validator.Validate(null, options).Failures.ShouldHaveSingleItem().ShouldStartWith(setting + " is ");
}
