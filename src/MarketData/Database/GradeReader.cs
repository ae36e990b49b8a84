using MarketData.Signals.Grades;

namespace MarketData.Database;

/// <summary>All reads of grades, for both engines.</summary>
/// <param name="rows">Runs the statements.</param>
/// <param name="times">How the engine holds times.</param>
internal sealed class GradeReader(RowStream rows, StoredTime times)
{
    public async Task<IReadOnlyList<StoredGrade>> ReadAsync(
        int assetId, GradeSource model, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, model = model.Model, version = model.Version, from = times.ToParameter(from), to = times.ToParameter(to), limit };
        return await rows.ListAsync(GradeSql.SelectRange, parameters, GradeSql.Grade, cancellationToken);
    }

    public async Task<DateTimeOffset?> FindStartAsync(
        int assetId, GradeSource model, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var parameters = new { assetId, model = model.Model, version = model.Version, before = times.ToParameter(before), limit };
        var days = await rows.ListAsync(GradeSql.SelectDaysBackwards, parameters, row => row.Time(0), cancellationToken);
        return days.Count == 0 ? null : days[^1];
    }

    public async Task<IReadOnlyDictionary<int, double>> ReadDayAsync(GradeSource model, DateTimeOffset day, CancellationToken cancellationToken)
    {
        var parameters = new { day = times.ToParameter(day), model = model.Model, version = model.Version };
        var grades = await rows.ListAsync(
            GradeSql.SelectDay, parameters, row => KeyValuePair.Create(row.Int(0), row.DoubleOrNull(1)!.Value), cancellationToken);
        return grades.ToDictionary();
    }
}
