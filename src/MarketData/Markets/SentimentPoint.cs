namespace MarketData.Markets;

/// <summary>A value of a sentiment index such as fear and greed.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="At">The time the value is for, by the source's clock, UTC.</param>
/// <param name="Value">From 0 (extreme fear) to 100 (extreme greed).</param>
/// <param name="Classification">The source's word for the value.</param>
/// <param name="ReceivedAt">Time we received it by our clock.</param>
public sealed record SentimentPoint(string Source, DateTimeOffset At, int Value, string Classification, DateTimeOffset ReceivedAt);
