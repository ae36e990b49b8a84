using MarketData.Streaming;

namespace MarketData.Tests.Streaming;

public sealed class StreamingOptionsTests
{
    private readonly StreamingOptionsValidator _validator = new();

    [Fact]
    public void Validate_Defaults_Succeeds() => _validator.Validate(null, new StreamingOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_EverythingOutOfRange_NamesEachWithItsRange()
    {
        var result = _validator.Validate(null, new StreamingOptions
        {
            MaxStreams = 0,
            MaxPerKey = 0,
            MaxPerAddress = 1_000_001,
            ReplayChanges = -1,
            Heartbeat = TimeSpan.FromMilliseconds(999),
            WriteTimeout = TimeSpan.Zero,
            MaxDuration = TimeSpan.FromDays(8),
            DrainTimeout = TimeSpan.FromSeconds(-1),
            MaxSubscriptions = 0,
            MaxMessageBytes = 1023,
            MaxMessagesPerMinute = 0,
        });

        result.Failures!.Count().ShouldBe(11);
        result.Failures!.ShouldContain("Streaming:MaxPerAddress is 1000001; set it from 1 to 1000000.");
        result.Failures!.ShouldContain("Streaming:DrainTimeout is -00:00:01; set it from 00:00:00 to 00:01:00.");
    }
}
