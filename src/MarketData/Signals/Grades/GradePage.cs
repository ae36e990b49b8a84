using MarketData.Assets;
using MarketData.Markets;

namespace MarketData.Signals.Grades;

/// <summary>Puts grades into pages.</summary>
internal static class GradePage
{
    public static GradesResponse Of(ModelGrades grades, GradesQuery query, bool weightsAreYours)
    {
        var order = grades.Order(query.SortedBy, query.IsDescending);
        var start = query.Cursor?.StartIn(order, KeyOf, SlugOf, query.IsDescending) ?? 0;
        var places = order.Skip(start).Where(place => query.Includes(grades, place)).Take(query.PageSize + 1).ToList();
        string? next = null;
        if (places.Count > query.PageSize)
        {
            places.RemoveAt(query.PageSize);
            next = new AssetCursor(query.Fingerprint, KeyOf(places[^1]), SlugOf(places[^1])).Write();
        }

        return new GradesResponse(
            [.. places.Select(place => GradeResponse.From(grades, place))],
            GradeModelUsed.Of(grades.Model, weightsAreYours),
            AnswerMeta.Of(grades.Columns.Snapshot, null),
            next,
            query.Filter.Selection?.Missing);

        double KeyOf(int place) => grades.KeyOf(query.SortedBy, place);

        string SlugOf(int place) => grades.Columns.RowAt(place).Asset.Slug;
    }
}
