using System.Globalization;

namespace MarketData.IntegrationTests.Chaos;

/// <summary>How often the tests of this folder break something: a few times among the others, as often as <c>tests/chaos/run</c> says by hand.</summary>
internal static class ChaosRounds
{
    public static int Or(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("MARKETDATA_CHAOS_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : usual;
}
