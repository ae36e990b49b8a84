using System.Globalization;
using MarketData.Hosting.Queries;

namespace MarketData.Tests.Hosting.Queries;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T12:30", "2026-01-31T12:30:00Z")]
    [InlineData("2026-01-31T12:30Z", "2026-01-31T12:30:00Z")]
    [InlineData("2026-01-31T12:30:15", "2026-01-31T12:30:15Z")]
    [InlineData("2026-01-31T12:30:15Z", "2026-01-31T12:30:15Z")]
    [InlineData("2026-01-31T12:30:15.25Z", "2026-01-31T12:30:15.25Z")]
    [InlineData("2026-01-31T12:30:15+02:00", "2026-01-31T10:30:15Z")]
    [InlineData("1970-01-01", "1970-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    [InlineData("1769862600", "2026-01-31T12:30:00Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("253402300799", "9999-12-31T23:59:59Z")]
    public void Time_TimeInOneOfItsForms_IsReadInUtc(string text, string expected)
    {
        Parameter.Time("from", "").Reader(text, out var time).ShouldBeTrue();

        time.ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
        time!.Value.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-1-31")]
    [InlineData("2026-02-30")]
    [InlineData("2026-01-31T25:00:00Z")]
    [InlineData("2026-01-31T12:30:15 02:00")]
    [InlineData("31.01.2026")]
    [InlineData("20260131")]
    [InlineData("2026")]
    [InlineData("1969-12-31")]
    [InlineData("-1")]
    [InlineData("1769862600.5")]
    [InlineData("1769862600000")]
    [InlineData("99999999999999999999")]
    [InlineData("1e9")]
    public void Time_AnythingElse_IsRefused(string text) => Parameter.Time("from", "").Reader(text, out _).ShouldBeFalse();

    [Fact]
    public void Time_Accepts_NamesBothForms()
    {
        var parameter = Parameter.Time("from", "Start.", "2026-01-31");

        parameter.Accepts.ShouldContain("2026-01-31T12:30:00Z");
        parameter.Accepts.ShouldContain("seconds since 1970");
        parameter.Default.ShouldBeNull();
    }
}
