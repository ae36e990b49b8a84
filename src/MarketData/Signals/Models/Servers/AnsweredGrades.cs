using System.Text.Json;

namespace MarketData.Signals.Models.Servers;

/// <summary>Reads the grades of a server's answer, and refuses what cannot be believed.</summary>
internal static class AnsweredGrades
{
    /// <summary>As many grades as were asked for: numbers, or lists of one number each.</summary>
    /// <exception cref="GradeModelException"><c>wrong_shape</c>, <c>not_finite</c> or <c>out_of_range</c>.</exception>
    public static IReadOnlyList<double> Read(JsonElement answer, int count)
    {
        if (answer.ValueKind != JsonValueKind.Array || answer.GetArrayLength() != count)
        {
            throw WrongShape();
        }

        return [.. answer.EnumerateArray().Select(GradeOf)];
    }

    /// <summary>The property with a name, and of a kind.</summary>
    /// <exception cref="GradeModelException"><c>wrong_shape</c>: there is none.</exception>
    public static JsonElement Property(this JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw WrongShape();

    public static GradeModelException WrongShape() => new("wrong_shape", "The answer is not of the form or the length that was asked for.");

    private static double GradeOf(JsonElement item)
    {
        var number = item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 1 ? item[0] : item;
        if (number.ValueKind != JsonValueKind.Number)
        {
            throw WrongShape();
        }

        if (!number.TryGetDouble(out var grade) || !double.IsFinite(grade))
        {
            throw new GradeModelException("not_finite", "A grade is beyond every bound.");
        }

        return grade is >= 0 and <= 100 ? grade : throw new GradeModelException("out_of_range", "A grade is not from 0 to 100.");
    }
}
