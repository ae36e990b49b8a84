namespace MarketData.Ranking.Factors;

/// <summary>Makes a factor for each of several windows of days.</summary>
internal static class Windows
{
    /// <summary>Names a window: 365 days are <c>1y</c>.</summary>
    public static string NameOf(int days) => days == 365 ? "1y" : $"{days}d";

    /// <summary>A factor for each window; in texts <c>{days}</c> stands for its length and <c>{window}</c> for its name.</summary>
    public static IEnumerable<Factor> Of(
        IReadOnlyList<int> windows,
        string name,
        FactorGroup group,
        string unit,
        string formula,
        string whenNull,
        Func<FactorInputs, int, double?> value,
        FactorSource source = FactorSource.DailyCloses) =>
        windows.Select(days => new Factor(
            Text(name, days), group, unit, NameOf(days), source, Text(formula, days), Text(whenNull, days), inputs => value(inputs, days)));

    private static string Text(string template, int days) =>
        template.Replace("{days}", $"{days}", StringComparison.Ordinal).Replace("{window}", NameOf(days), StringComparison.Ordinal);
}
