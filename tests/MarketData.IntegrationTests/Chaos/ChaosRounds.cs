using System.Globalization;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>
/// How often tests break something, or for how many seconds: a little among the others, as much as <c>tests/chaos/run</c> says by hand.
/// </summary>
internal static class ChaosRounds
{
    public static int Or(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("MARKETDATA_CHAOS_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : usual;
}
