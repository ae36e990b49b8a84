using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace MarketData.Hosting.Logging;

/// <summary>
/// A JSON object a line, as Serilog writes it. JSON escapes the control characters of ASCII alone; those beyond, which terminals heed too, can
/// stand in strings only and are escaped here.
/// </summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private readonly JsonFormatter _json = new(closingDelimiter: "", renderMessage: true, formatProvider: CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        _json.Format(logEvent, line);
        output.Write(ReadableFormatter.Escape(line.ToString()));
        output.Write('\n');
    }
}
