using MarketData.Signals.Grades;

namespace MarketData.Tests.Signals.Grades;

public sealed class GradeLetterTests
{
    [Theory]
    [InlineData(100, "A")]
    [InlineData(75, "A")]
    [InlineData(74.999, "B")]
    [InlineData(60, "B")]
    [InlineData(59.999, "C")]
    [InlineData(45, "C")]
    [InlineData(44.999, "D")]
    [InlineData(30, "D")]
    [InlineData(29.999, "F")]
    [InlineData(0, "F")]
    public void Of_GradeAtOrBelowABound_HasItsLetter(double grade, string letter) => GradeLetter.Of(grade).ShouldBe(letter);
}
