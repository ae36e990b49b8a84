using MarketData.Hosting.Doctor;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.Tests.Hosting.Doctor;

public sealed class DoctorFindingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "Ok", "agrees")]
    [InlineData(5, "Ok", "agrees")]
    [InlineData(-5, "Ok", "agrees")]
    [InlineData(6, "Warn", "ahead of")]
    [InlineData(-30, "Warn", "behind")]
    [InlineData(31, "Fail", "ahead of")]
    [InlineData(-3600, "Fail", "behind")]
    public void Of_OurClockAheadBySeconds_IsJudgedByHowFar(int seconds, string verdict, string message)
    {
        var finding = ClockFinding.Of("someone", Now, Now.AddSeconds(seconds));

        finding.Verdict.ToString().ShouldBe(verdict);
        finding.Message.ShouldContain(message);
        (finding.Advice is null).ShouldBe(finding.Verdict == Verdict.Ok);
    }

    [Theory]
    [InlineData(255, "Fail")]
    [InlineData(256, "Warn")]
    [InlineData(2047, "Warn")]
    [InlineData(2048, "Ok")]
    public void Judge_FreeMebibytes_IsJudgedByHowMany(long free, string verdict)
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        new DiskCheck(services).Judge("/data", free * 1024 * 1024).Verdict.ToString().ShouldBe(verdict);
    }
}
