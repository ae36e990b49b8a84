using System.Globalization;
using System.Text;

namespace MarketData.Ingestion;

/// <summary>A number as a source wrote it: exact where <see cref="decimal"/> can hold it, and never an exception where it cannot.</summary>
/// <remarks>
/// Sources put strings, objects and values such as 8.7e36 into number fields. One such field must not cost the whole
/// answer, so that reading never throws: the quality gate looks at <see cref="State"/> and refuses the field or the quote.
/// </remarks>
public readonly record struct SourceNumber
{
    private const int LongestText = 64;

    /// <summary>What was found in the field.</summary>
    public SourceNumberState State { get; private init; }

    /// <summary>The value digit for digit; <see langword="null"/> if missing or not exactly representable.</summary>
    public decimal? Exact { get; private init; }

    /// <summary>The nearest double, for percentages; <see langword="null"/> if missing, not a number, or beyond its range.</summary>
    public double? Approximate { get; private init; }

    /// <summary>What the source wrote, at most 64 characters, when it could not be read exactly; else <see langword="null"/>.</summary>
    public string? Text { get; private init; }

    /// <summary>A value that is known to be exact.</summary>
    public static SourceNumber Of(decimal? value) => value is null
        ? default
        : new SourceNumber { State = SourceNumberState.Given, Exact = value, Approximate = (double)value };

    /// <summary>A percentage or another figure for which a double is enough.</summary>
    public static SourceNumber Of(double value) => Parse(Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Reads the text of a JSON number.</summary>
    public static SourceNumber Parse(ReadOnlySpan<byte> text)
    {
        double? approximate = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
        if (ExactDecimal.TryParse(text, out var exact))
        {
            return new SourceNumber { State = SourceNumberState.Given, Exact = exact, Approximate = approximate };
        }

        return new SourceNumber
        {
            State = approximate is null ? SourceNumberState.NotANumber : SourceNumberState.NotRepresentable,
            Approximate = approximate,
            Text = Shorten(text),
        };
    }

    /// <summary>A field that holds something else than a number.</summary>
    public static SourceNumber NotANumber(ReadOnlySpan<byte> text) =>
        new() { State = SourceNumberState.NotANumber, Text = Shorten(text) };

    private static string Shorten(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text.Length > LongestText ? text[..LongestText] : text);
}

/// <summary>What was found in a number field.</summary>
public enum SourceNumberState
{
    /// <summary>Absent or null.</summary>
    Missing = 0,

    /// <summary>A number that is held exactly.</summary>
    Given = 1,

    /// <summary>A number of more digits, or greater, than <see cref="decimal"/> holds.</summary>
    NotRepresentable = 2,

    /// <summary>A string, an object, a list, a truth value, or a number beyond the range of a double.</summary>
    NotANumber = 3,
}
