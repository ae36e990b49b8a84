using MarketData.Signals.Models;

namespace MarketData.Signals.Grades;

/// <summary>
/// Grades of the past in the database, whichever engine it is. Safe for concurrent use. Ranges are half-open: <c>from ≤ day &lt; to</c>.
/// </summary>
/// <remarks>Every method throws the engine's own exception when the database cannot be reached or refuses.</remarks>
internal interface IGradeStore
{
    /// <summary>
    /// Writes grades in one transaction. There is one for each asset, model, version and day: one that was computed later replaces the
    /// stored one, an earlier one changes nothing. Of two with one key in <paramref name="grades"/> the later counts.
    /// </summary>
    /// <param name="grades">The grades.</param>
    /// <param name="epoch">The leader's epoch: nothing is stored if it is over. Null: the write is no leader's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Database.StaleEpochException">The epoch is over.</exception>
    Task PutAsync(IReadOnlyList<StoredGrade> grades, long? epoch, CancellationToken cancellationToken);

    /// <summary>Grades that a version of a model gave one asset, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<StoredGrade>> ReadAsync(
        int assetId, GradeSource model, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Day of the first of the newest <paramref name="limit"/> grades before a time; of the oldest where there are fewer, null where there
    /// is none.
    /// </summary>
    Task<DateTimeOffset?> FindStartAsync(int assetId, GradeSource model, DateTimeOffset before, int limit, CancellationToken cancellationToken);

    /// <summary>The grades that a version of a model gave on a day, by asset.</summary>
    Task<IReadOnlyDictionary<int, double>> ReadDayAsync(GradeSource model, DateTimeOffset day, CancellationToken cancellationToken);

    /// <summary>Removes the grades of days before a time, and gives how many there were.</summary>
    /// <exception cref="Database.StaleEpochException">The epoch is over.</exception>
    Task<int> RemoveOlderAsync(DateTimeOffset before, long? epoch, CancellationToken cancellationToken);
}

/// <summary>What made a grade.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version of the model, or what a model server calls it.</param>
internal readonly record struct GradeSource(string Model, string Version)
{
    public static GradeSource Of(GradeModel model) => new(model.Name, model.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>A grade as it was on a day.</summary>
/// <param name="AssetId">Our internal key of the asset.</param>
/// <param name="MadeBy">What made it.</param>
/// <param name="Day">Start of the UTC day.</param>
/// <param name="Grade">0 to 100.</param>
/// <param name="Coverage">Share of the weights whose inputs were known, above 0 to 1.</param>
/// <param name="SubScores">Each sub-score in the order of <see cref="SubScoreName"/>, 0 to 100; null if unknown, or not part of the model.</param>
/// <param name="ComputedAt">When the snapshot that it rests on was built, by our clock.</param>
/// <param name="Source">The sources of the price, joined by commas, in alphabetical order.</param>
internal sealed record StoredGrade(
    int AssetId,
    GradeSource MadeBy,
    DateTimeOffset Day,
    double Grade,
    double Coverage,
    IReadOnlyList<double?> SubScores,
    DateTimeOffset ComputedAt,
    string Source);
