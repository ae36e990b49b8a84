using MarketData.Ranking;

namespace MarketData.Tests.Ranking;

public sealed class RankingOptionsTests
{
    [Fact]
    public void Validate_Defaults_Fit() => new RankingOptionsValidator().Validate(null, new RankingOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_SeveralOutOfRange_NamesEach()
    {
        var result = new RankingOptionsValidator().Validate(null, new RankingOptions
        {
            QueueCapacity = 0,
            Workers = 65,
            DefaultWait = TimeSpan.FromSeconds(31),
            VolumeFloor = -1,
        });

        result.Failures.ShouldBe(
        [
            "Ranking:QueueCapacity is 0; set it from 1 to 10000.",
            "Ranking:Workers is 65; set it from 1 to 64.",
            "Ranking:DefaultWait is 00:00:31; set it from 00:00:00 to 00:00:30.",
            "Ranking:VolumeFloor is -1; set it to 0 or more US dollars.",
        ]);
    }
}
