using MarketData.Caching;
using Microsoft.Extensions.Configuration;

namespace MarketData.Tests.Caching;

public sealed class RedisOptionsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("redis.example.org:6379,password=secret,ssl=true")]
    [InlineData("10.0.0.1:7000,10.0.0.2:7000")]
    public void Validate_NoServerOrAServer_IsTaken(string? connectionString) =>
        Validate(connectionString, new RedisOptions()).ShouldBeEmpty();

    [Theory]
    [InlineData("redis://:secret@redis.example.org:6379")]
    [InlineData("password=secret")]
    [InlineData("redis.example.org,nonsense=secret")]
    public void Validate_ConnectionStringWithoutSense_IsRefusedWithoutRepeatingIt(string connectionString)
    {
        var failure = Validate(connectionString, new RedisOptions()).ShouldHaveSingleItem();

        failure.ShouldStartWith("ConnectionStrings:Redis");
        failure.ShouldNotContain("secret");
    }

    [Fact]
    public void Validate_EverySettingOutOfRange_NamesEach()
    {
        var failures = Validate(null, new RedisOptions
        {
            Timeout = TimeSpan.FromSeconds(2),
            FailuresThatOpen = 0,
            Pause = TimeSpan.Zero,
            KeyPrefix = "a b",
        });

        failures.Select(failure => failure.Split(' ')[0]).ShouldBe(["Redis:Timeout", "Redis:FailuresThatOpen", "Redis:Pause", "Redis:KeyPrefix"]);
    }

    private static IEnumerable<string> Validate(string? connectionString, RedisOptions options) =>
        new RedisOptionsValidator(new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Redis", connectionString)])
            .Build()).Validate(null, options).Failures ?? [];
}
