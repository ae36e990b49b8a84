using System.Globalization;
using System.Text;
using MarketData.Ingestion;

namespace MarketData.Imports;

/// <summary>A row of the file, and what is wrong with it.</summary>
/// <param name="map">Which column is what.</param>
/// <param name="fields">The fields as they stand in the file.</param>
/// <param name="line">Number of its last line in the file; the first is 1.</param>
internal sealed class ImportRow(ColumnMap map, string[] fields, long line)
{
    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private static readonly string[] Unknown = ["", "null", "nan", "na", "n/a", "none", "-"];

    /// <summary>What is wrong, one entry a figure.</summary>
    public List<RefusedFigure> Refusals { get; } = [];

    /// <summary>Notes what is wrong with a figure.</summary>
    public void Refuse(string field, string code, string reason) =>
        Refusals.Add(new RefusedFigure(line, map.HeaderOf(field), Shorten(Text(field)), code, reason));

    /// <summary>The row's time, UTC; null and noted if there is none that can be read.</summary>
    public DateTimeOffset? Time()
    {
        var text = Text(ColumnMap.Time);
        if (TryReadTime(text, out var time))
        {
            return time;
        }

        Refuse(ColumnMap.Time, "invalid_time", "It is no time that can be read: ISO 8601 in UTC, or seconds, milliseconds or microseconds since 1970.");
        return null;
    }

    /// <summary>A figure; null if it is unknown, and null and noted if it is no decimal that can be held with all its digits.</summary>
    public decimal? Figure(string field)
    {
        var text = Text(field);
        if (Unknown.Contains(text.ToLowerInvariant()))
        {
            return null;
        }

        if (ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var value))
        {
            return value;
        }

        Refuse(field, "invalid_number", "It is no decimal that can be kept with all its digits.");
        return null;
    }

    /// <summary>A price: greater than zero; null and noted if it is not.</summary>
    public decimal? Price(string field)
    {
        var count = Refusals.Count;
        var price = Figure(field);
        if (price is null && Refusals.Count == count)
        {
            Refuse(field, "missing_figure", "The row has no figure here.");
        }
        else if (price <= 0)
        {
            Refuse(field, "not_positive", "A price is greater than zero.");
        }

        return price;
    }

    /// <summary>An amount that may be unknown, but not negative.</summary>
    public decimal? Amount(string field)
    {
        var amount = map.Has(field) ? Figure(field) : null;
        if (amount < 0)
        {
            Refuse(field, "negative", "An amount is not less than zero.");
        }

        return amount;
    }

    internal static bool TryReadTime(string text, out DateTimeOffset time)
    {
        if (text.EndsWith(" UTC", StringComparison.Ordinal))
        {
            text = text[..^4];
        }

        if (text.Length >= 9 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            // By its number of digits: seconds have 9 to 11 from 1973 on, and each finer unit three more.
            long? ticks = text.Length switch
            {
                <= 11 => number * TimeSpan.TicksPerSecond,
                <= 14 => number * TimeSpan.TicksPerMillisecond,
                <= 17 => number * TimeSpan.TicksPerMicrosecond,
                _ => null,
            };
            time = ticks is { } known && known < (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks ? DateTimeOffset.UnixEpoch.AddTicks(known) : default;
            return time != default;
        }

        return DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";

    private string Text(string field) => map.IndexOf(field) is { } index && index < fields.Length ? fields[index].Trim() : "";
}

/// <summary>A figure of a row that is not taken.</summary>
/// <param name="Line">Line of the file; the first is 1.</param>
/// <param name="Column">Header of the column; null if it is about the row as a whole.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Code">Stable name of the reason, such as <c>not_positive</c>.</param>
/// <param name="Reason">The reason in a sentence.</param>
internal sealed record RefusedFigure(long Line, string? Column, string Value, string Code, string Reason);
