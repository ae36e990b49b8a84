using System.Globalization;
using MarketData.Candles;

namespace MarketData.Tests.Candles;

public sealed class HistoryOptionsTests
{
    private static readonly HistoryOptionsValidator Validator = new();

    [Fact]
    public void CutoffsAt_Defaults_KeepDaysForEver()
    {
        Validator.Validate(null, new HistoryOptions()).Succeeded.ShouldBeTrue();
        new HistoryOptions().CutoffsAt(Make.Now).ShouldBe(
            new HistoryCutoffs(Make.Now.AddDays(-30), Make.Now.AddDays(-730), null, Make.Now.AddDays(-30)));
    }

    [Fact]
    public void CutoffsAt_AllSet_HasEachInItsPlace()
    {
        var options = new HistoryOptions
        {
            Retention = new RetentionOptions
            {
                FiveMinutes = TimeSpan.Zero,
                OneHour = TimeSpan.FromDays(2),
                OneDay = TimeSpan.FromDays(3),
                Points = TimeSpan.FromDays(4),
            },
        };

        options.CutoffsAt(Make.Now).ShouldBe(new HistoryCutoffs(null, Make.Now.AddDays(-2), Make.Now.AddDays(-3), Make.Now.AddDays(-4)));
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("01:00:00")]
    public void Validate_CloseGraceAtAnEnd_Succeeds(string grace) =>
        Validator.Validate(null, new HistoryOptions { CloseGrace = Span(grace) }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("01:00:01")]
    public void Validate_CloseGraceOutOfRange_Fails(string grace) => Validator.Validate(null, new HistoryOptions { CloseGrace = Span(grace) })
        .Failures.ShouldHaveSingleItem().ShouldBe($"History:CloseGrace is {grace}; set it from 00:00:00 to 01:00:00.");

    [Theory]
    [InlineData("1.00:00:00")]
    [InlineData("36500.00:00:00")]
    public void Validate_RetentionAtAnEnd_Succeeds(string kept) => Validator.Validate(null, AllKept(kept)).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("23:59:59")]
    [InlineData("-30.00:00:00")]
    [InlineData("36500.00:00:01")]
    public void Validate_RetentionOutOfRange_NamesEach(string kept) => Validator.Validate(null, AllKept(kept)).Failures.ShouldBe(
        new[] { "FiveMinutes", "OneHour", "OneDay", "Points" }.Select(setting =>
            $"History:Retention:{setting} is {kept}; set it from 1.00:00:00 to 36500.00:00:00, or to 00:00:00 to keep it for ever."));

    private static HistoryOptions AllKept(string kept) => new()
    {
        Retention = new RetentionOptions { FiveMinutes = Span(kept), OneHour = Span(kept), OneDay = Span(kept), Points = Span(kept) },
    };

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
