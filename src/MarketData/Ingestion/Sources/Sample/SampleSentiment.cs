using MarketData.Markets;

namespace MarketData.Ingestion.Sources.Sample;

/// <summary>A made-up index of fear and greed: 50 while the market stands still, higher the more it rose in a month.</summary>
internal static class SampleSentiment
{
    private const double PointsPerLogarithm = 120;
    private const int Lowest = 4;
    private const int Highest = 96;

    /// <summary>The index of the day that starts at a second.</summary>
    public static SentimentPoint PointAt(SampleMarket market, long dayStart, DateTimeOffset receivedAt)
    {
        var value = (int)Math.Clamp(Math.Round(50 + (PointsPerLogarithm * market.MonthlyMoveAt(dayStart))), Lowest, Highest);
        return new SentimentPoint(SourceNames.Sample, DateTimeOffset.FromUnixTimeSeconds(dayStart), value, Classify(value), receivedAt);
    }

    private static string Classify(int value) => value switch
    {
        < 25 => "Extreme Fear",
        < 46 => "Fear",
        < 55 => "Neutral",
        < 76 => "Greed",
        _ => "Extreme Greed",
    };
}
