using MarketData.Snapshots.Pages;

namespace MarketData.Tests.Snapshots.Pages;

public sealed class PagesOptionsTests
{
    private static readonly PagesOptionsValidator Validator = new();

    [Fact]
    public void Validate_Defaults_Succeeds() => Validator.Validate(null, new PagesOptions()).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData((1L << 20) - 1)]
    [InlineData((16L << 30) + 1)]
    public void Validate_MaxBytesOutOfRange_Fails(long bytes) =>
        ShouldFail(new PagesOptions { MaxBytes = bytes }, $"Pages:MaxBytes is {bytes}; set it between 1048576 and 17179869184.");

    [Fact]
    public void Validate_TimesOutOfRange_NamesEach()
    {
        ShouldFail(new PagesOptions { StaleWhileRevalidate = TimeSpan.FromSeconds(-1) }, "Pages:StaleWhileRevalidate is -00:00:01; set it between 00:00:00 and 1.00:00:00.");
        ShouldFail(new PagesOptions { StaleIfError = TimeSpan.FromDays(2) }, "Pages:StaleIfError is 2.00:00:00; set it between 00:00:00 and 1.00:00:00.");
    }

    private static void ShouldFail(PagesOptions options, string message) => Validator.Validate(null, options).Failures.ShouldBe([message]);
}
