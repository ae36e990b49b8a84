namespace MarketData.Access.Limits;

/// <summary>What a bucket says to a request.</summary>
/// <param name="IsGranted">Whether the request may go on.</param>
/// <param name="Remaining">Requests that would be granted at once after this one.</param>
/// <param name="Wait">Time until one is granted; zero if this one is.</param>
internal readonly record struct Allowance(bool IsGranted, long Remaining, TimeSpan Wait)
{
    /// <summary>Where there is no limit.</summary>
    public static readonly Allowance Unlimited = new(true, long.MaxValue, TimeSpan.Zero);
}
