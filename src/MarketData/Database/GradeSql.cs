using MarketData.Signals.Grades;
using MarketData.Signals.Models;

namespace MarketData.Database;

/// <summary>What both engines say of grades in the same words.</summary>
internal static class GradeSql
{
    /// <summary>The columns of <c>grade</c>, in the order in which rows are written and read.</summary>
    public const string Columns = """
        asset_id, model, version, day, grade, coverage,
        momentum, trend, volatility, liquidity, valuation, fundamentals, on_chain, supply, data_quality, computed_at, source
        """;

    /// <summary>Ends an INSERT: the last of the day stands.</summary>
    public const string ReplaceEarlier = """
        ON CONFLICT (asset_id, model, version, day) DO UPDATE SET
            grade = excluded.grade,
            coverage = excluded.coverage,
            momentum = excluded.momentum,
            trend = excluded.trend,
            volatility = excluded.volatility,
            liquidity = excluded.liquidity,
            valuation = excluded.valuation,
            fundamentals = excluded.fundamentals,
            on_chain = excluded.on_chain,
            supply = excluded.supply,
            data_quality = excluded.data_quality,
            computed_at = excluded.computed_at,
            source = excluded.source
        WHERE excluded.computed_at >= grade.computed_at
        """;

    public const string SelectRange = $"""
        SELECT {Columns}
        FROM grade
        WHERE asset_id = @assetId AND model = @model AND version = @version AND day >= @from AND day < @to
        ORDER BY day
        LIMIT @limit
        """;

    public const string SelectDaysBackwards = """
        SELECT day
        FROM grade
        WHERE asset_id = @assetId AND model = @model AND version = @version AND day < @before
        ORDER BY day DESC
        LIMIT @limit
        """;

    public const string SelectDay = "SELECT asset_id, grade FROM grade WHERE day = @day AND model = @model AND version = @version";

    public const string DeleteOlder = "DELETE FROM grade WHERE day < @before";

    private const int FirstSubScore = 6;

    private static readonly int SubScores = Enum.GetValues<SubScoreName>().Length;

    public static StoredGrade Grade(RowReader row) => new(
        row.Int(0),
        new GradeSource(row.Text(1), row.Text(2)),
        row.Time(3),
        row.DoubleOrNull(4)!.Value,
        row.DoubleOrNull(5)!.Value,
        [.. Enumerable.Range(FirstSubScore, SubScores).Select(row.DoubleOrNull)],
        row.Time(FirstSubScore + SubScores),
        row.Text(FirstSubScore + SubScores + 1));

    /// <summary>One row for each key, in the order of the keys; of two with one key the one computed later.</summary>
    public static IReadOnlyList<StoredGrade> Resolve(IReadOnlyList<StoredGrade> grades) =>
    [
        .. grades.OrderByDescending(grade => grade.ComputedAt)
            .DistinctBy(grade => (grade.AssetId, grade.MadeBy, grade.Day.UtcTicks))
            .OrderBy(grade => grade.AssetId)
            .ThenBy(grade => grade.MadeBy.Model, StringComparer.Ordinal)
            .ThenBy(grade => grade.MadeBy.Version, StringComparer.Ordinal)
            .ThenBy(grade => grade.Day),
    ];
}
