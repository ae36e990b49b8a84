using System.Buffers;
using System.Globalization;
using System.Text;

namespace MarketData.Candles;

/// <summary>Writes comma-separated values as RFC 4180 has them: UTF-8, rows end in CR LF, unknown is an empty field.</summary>
internal sealed class CsvWriter(IBufferWriter<byte> output)
{
    private const int LongestFigure = 64;

    private bool _isInRow;

    /// <summary>A text, in quotes only where it needs them.</summary>
    public void Write(string text)
    {
        Separate();
        var field = text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Encoding.UTF8.GetBytes(field, output);
    }

    /// <summary>A decimal with all its digits and no exponent; an empty field for null.</summary>
    public void Write(decimal? figure)
    {
        Separate();
        if (figure is { } value)
        {
            value.TryFormat(output.GetSpan(LongestFigure), out var length, provider: CultureInfo.InvariantCulture);
            output.Advance(length);
        }
    }

    /// <summary>A time in UTC.</summary>
    public void Write(DateTimeOffset time)
    {
        Separate();
        time.UtcDateTime.TryFormat(output.GetSpan(LongestFigure), out var length, "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>A flag.</summary>
    public void Write(bool flag) => Write(flag ? "true" : "false");

    public void EndRow()
    {
        output.Write("\r\n"u8);
        _isInRow = false;
    }

    private void Separate()
    {
        if (_isInRow)
        {
            output.Write(","u8);
        }

        _isInRow = true;
    }
}
