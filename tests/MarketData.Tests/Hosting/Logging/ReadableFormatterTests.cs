using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MarketData.Hosting.Logging;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace MarketData.Tests.Hosting.Logging;

public sealed class ReadableFormatterTests
{
    [Fact]
    public void Format_LineOfARequest_HasTimeLevelClassMessageAndTrace() =>
        Format("Polled {Source}", null, "MarketData.Ingestion.IngestionPipeline", ("Source", "coingecko"))
            .ShouldBe("12:00:01.250 info  IngestionPipeline: Polled coingecko [4bf92f3577b34da6a3ce929d0e0e4736]\n");

    [Theory]
    [InlineData("a\r\n12:00:00 ERROR forged", @"a\u000d\u000a12:00:00 ERROR forged")]
    [InlineData("\u001b[2K\u001b[31mred", @"\u001b[2K\u001b[31mred")]
    [InlineData("\u009b31m", @"\u009b31m")]
    [InlineData("a\u2028b\u2029c\u0085d", @"a\u2028b\u2029c\u0085d")]
    [InlineData("\u202etxt.exe", @"\u202etxt.exe")]
    [InlineData("tab\tnull\0", @"tab\u0009null\u0000")]
    [InlineData("größe 価格 🚀", "größe 価格 🚀")]
    public void Escape_WhatACallerSent_StaysWithinItsLine(string text, string expected) => ReadableFormatter.Escape(text).ShouldBe(expected);

    [Fact]
    public void Format_ExceptionWithAForgedLine_IsSetIn()
    {
        var lines = Format("It broke", new InvalidOperationException("first\n12:00:00.000 ERROR forged\u001b[0m")).TrimEnd('\n').Split('\n');

        lines.Length.ShouldBe(3);
        lines.Skip(1).ShouldAllBe(line => line.StartsWith("      "));
        lines.ShouldAllBe(line => !line.Contains('\u001b'));
    }

    [Fact]
    public void Format_AsJson_HasNoControlCharacterButTheLastAndReadsBack()
    {
        var line = Format(new JsonLineFormatter(), "{Path}", null, null, ("Path", "a\r\n\u009b31m\u007f\u2028b"));

        line.Where(char.IsControl).ShouldBe(['\n']);
        JsonDocument.Parse(line).RootElement.GetProperty("Properties").GetProperty("Path").GetString().ShouldBe("a\r\n\u009b31m\u007f\u2028b");
    }

    private static string Format(string template, Exception? exception, string? category = null, params (string Name, object Value)[] values) =>
        Format(new ReadableFormatter(), template, exception, category, values);

    private static string Format(
        ITextFormatter formatter, string template, Exception? exception, string? category, params (string Name, object Value)[] values)
    {
        var properties = values.Select(value => new LogEventProperty(value.Name, new ScalarValue(value.Value))).ToList();
        if (category is not null)
        {
            properties.Add(new LogEventProperty("SourceContext", new ScalarValue(category)));
        }

        var logEvent = new LogEvent(
            new DateTimeOffset(2026, 3, 1, 14, 0, 1, 250, TimeSpan.FromHours(2)),
            LogEventLevel.Information,
            exception,
            new MessageTemplateParser().Parse(template),
            properties,
            ActivityTraceId.CreateFromString("4bf92f3577b34da6a3ce929d0e0e4736"),
            ActivitySpanId.CreateFromString("00f067aa0ba902b7"));
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(logEvent, output);
        return output.ToString();
    }
}
