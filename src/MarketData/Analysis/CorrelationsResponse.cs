using MarketData.Candles;
using MarketData.Markets;

namespace MarketData.Analysis;

/// <summary>How assets moved with each other.</summary>
/// <param name="Data">The matrix.</param>
/// <param name="Missing">What could not be given, with the reason; empty if nothing.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record CorrelationsResponse(CorrelationMatrixResponse Data, IReadOnlyList<MissingItem> Missing, HistoryMeta Meta);

/// <summary>Correlations of daily log returns, each asset with each.</summary>
/// <param name="Ids">The assets, in the order of rows and columns.</param>
/// <param name="Window">The window that was asked for.</param>
/// <param name="From">Start of the first day whose return counts, UTC.</param>
/// <param name="To">End of the last one, excluded: the start of today, UTC, since today is not over.</param>
/// <param name="MinDays">Common days below which a correlation is unknown.</param>
/// <param name="Correlations">Pearson's correlation, from −1 to 1; symmetrical, 1 on the diagonal; null if unknown.</param>
/// <param name="Days">Days on which the returns of both are known.</param>
/// <param name="Unknown">Why correlations are unknown, one entry a pair; empty if none is.</param>
public sealed record CorrelationMatrixResponse(
    IReadOnlyList<string> Ids,
    string Window,
    DateTimeOffset From,
    DateTimeOffset To,
    int MinDays,
    IReadOnlyList<IReadOnlyList<double?>> Correlations,
    IReadOnlyList<IReadOnlyList<int>> Days,
    IReadOnlyList<UnknownCorrelation> Unknown);

/// <summary>A correlation that is unknown.</summary>
/// <param name="Left">Id of the one asset.</param>
/// <param name="Right">Id of the other; the same for an asset with itself.</param>
/// <param name="Reason">Why it is unknown.</param>
public sealed record UnknownCorrelation(string Left, string Right, UnknownCorrelationReason Reason);

/// <summary>Why a correlation is unknown.</summary>
public enum UnknownCorrelationReason
{
    /// <summary>The returns of both are known on too few days.</summary>
    TooFewDays = 0,

    /// <summary>One of the prices did not move on the days that both are known of.</summary>
    DoesNotVary,
}
