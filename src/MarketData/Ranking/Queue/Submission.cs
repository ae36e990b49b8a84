namespace MarketData.Ranking.Queue;

/// <summary>What came of a request: exactly one of the three is there.</summary>
internal readonly record struct Submission(byte[]? Result, RankTicket? Ticket, Refusal? Refusal);

/// <summary>Why a request was not taken.</summary>
/// <param name="Reason">Why.</param>
/// <param name="RetryAfterSeconds">When there should be room again.</param>
internal sealed record Refusal(RefusalReason Reason, int RetryAfterSeconds);

/// <summary>Why a request was not taken.</summary>
internal enum RefusalReason
{
    Full = 0,
    ShuttingDown,
}
