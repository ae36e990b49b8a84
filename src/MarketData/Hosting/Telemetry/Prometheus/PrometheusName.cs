using System.Text;

namespace MarketData.Hosting.Telemetry.Prometheus;

/// <summary>
/// Names of instruments and tags as Prometheus has them: words joined by underscores, the unit in words, counters ending in
/// <c>_total</c>. By the compatibility chapter of OpenTelemetry's specification.
/// </summary>
internal static class PrometheusName
{
    /// <summary>Name of a metric without <c>_total</c>, such as <c>http_server_request_duration_seconds</c>.</summary>
    /// <param name="instrument">Name of the instrument.</param>
    /// <param name="unit">Its unit in UCUM; what stands in braces is a comment and not a unit.</param>
    public static string Of(string instrument, string? unit)
    {
        var name = Clean(instrument, allowsColon: true);
        return UnitOf(unit) is { Length: > 0 } word && !name.EndsWith("_" + word, StringComparison.Ordinal) ? $"{name}_{word}" : name;
    }

    /// <summary>Name of a counter, which ends in <c>_total</c>.</summary>
    public static string OfCounter(string name) => name.EndsWith("_total", StringComparison.Ordinal) ? name : name + "_total";

    /// <summary>Name of a label.</summary>
    public static string OfLabel(string tag) => Clean(tag, allowsColon: false);

    /// <summary>The unit in words; empty if there is none.</summary>
    public static string UnitOf(string? unit) => unit switch
    {
        null or "" or "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "%" => "percent",
        _ when unit[0] == '{' => "",
        _ => Clean(unit, allowsColon: false),
    };

    private static string Clean(string text, bool allowsColon)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character) || (allowsColon && character == ':'))
            {
                name.Append(character);
            }
            else if (name.Length == 0 || name[^1] != '_')
            {
                name.Append('_');
            }
        }

        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name.ToString();
    }
}
