namespace MarketData.Tests;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class FixedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Make.Now;

    public override DateTimeOffset GetUtcNow() => Now;
}
