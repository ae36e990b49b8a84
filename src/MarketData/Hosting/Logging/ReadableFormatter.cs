using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace MarketData.Hosting.Logging;

/// <summary>
/// A line for people: time, level, where it comes from, what happened, the trace it belongs to. Whatever a caller had a part in cannot end
/// the line or move the cursor: control characters are written as escapes, and an exception's further lines are set in.
/// </summary>
internal sealed class ReadableFormatter : ITextFormatter
{
    private const string SetIn = "      ";

    // Values as they are, without quotes.
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(WordOf(logEvent.Level));
        output.Write(' ');
        output.Write(CategoryOf(logEvent));
        output.Write(": ");
        output.Write(Escape(MessageOf(logEvent)));
        if (logEvent.TraceId is { } trace)
        {
            output.Write($" [{trace}]");
        }

        output.Write('\n');
        if (logEvent.Exception is { } exception)
        {
            foreach (var line in exception.ToString().ReplaceLineEndings("\n").Split('\n'))
            {
                output.Write(SetIn);
                output.Write(Escape(line));
                output.Write('\n');
            }
        }
    }

    /// <summary>The text with its control characters, and what else some terminals break lines at, as escapes.</summary>
    internal static string Escape(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsUnsafe(character))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }

    private static string MessageOf(LogEvent logEvent)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, message);
        return message.ToString();
    }

    private static bool IsUnsafe(char character) => char.IsControl(character) || char.GetUnicodeCategory(character)
        is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string WordOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trace",
        LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info ",
        LogEventLevel.Warning => "WARN ",
        _ => "ERROR",
    };

    /// <summary>The last part of the category: the class that logs.</summary>
    private static string CategoryOf(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: string category } ? Escape(category[(category.LastIndexOf('.') + 1)..]) : "-";
}
