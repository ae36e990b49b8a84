using MarketData.Signals.Grades;
using MarketData.Signals.Models;

namespace MarketData.Tests.Signals.Grades;

public sealed class GradesOptionsTests
{
    private static readonly GradesOptionsValidator Validator = new(GradeModelCatalog.Load());

    [Fact]
    public void Validate_Defaults_Fit() => Validator.Validate(null, new GradesOptions()).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("00:00:09", "365.00:00:00", "Grades:StoreEvery is 00:00:09; set it from 00:00:10 to 1.00:00:00.")]
    [InlineData("00:10:00", "12:00:00", "Grades:KeepFor is 12:00:00; set it from 1.00:00:00 to 36500.00:00:00, or to 00:00:00 to keep grades for ever.")]
    public void Validate_OutOfRange_SaysWhatToSet(string storeEvery, string keepFor, string problem)
    {
        var options = new GradesOptions { StoreEvery = TimeSpan.Parse(storeEvery, null), KeepFor = TimeSpan.Parse(keepFor, null) };

        Validator.Validate(null, options).Failures.ShouldBe([problem]);
    }
}
