using MarketData.Caching;

namespace MarketData.Tests.Caching;

public sealed class CacheOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreTaken() => new CacheOptionsValidator().Validate(null, new CacheOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_EverySettingOutOfRange_NamesEach()
    {
        var failures = new CacheOptionsValidator().Validate(null, new CacheOptions
        {
            MemoryBytes = 1,
            StaleFor = TimeSpan.FromDays(8),
            EmptyFor = TimeSpan.FromSeconds(-1),
            SoftTimeout = TimeSpan.FromMinutes(1),
            HardTimeout = TimeSpan.Zero,
            ColdTimeout = TimeSpan.Zero,
            FailingTimeout = TimeSpan.FromMinutes(1),
            RetryAfter = TimeSpan.FromHours(1),
            LockFor = TimeSpan.Zero,
        }).Failures!;

        failures.Select(failure => failure.Split(' ')[0]).ShouldBe([
            "Cache:MemoryBytes", "Cache:StaleFor", "Cache:EmptyFor", "Cache:SoftTimeout", "Cache:HardTimeout", "Cache:ColdTimeout", "Cache:FailingTimeout",
            "Cache:RetryAfter", "Cache:LockFor"]);
    }
}
