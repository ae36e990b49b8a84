using System.Globalization;

namespace MarketData.Ingestion;

/// <summary>Reads decimals only when no digit is lost: the framework's own parser rounds in silence beyond 28 digits.</summary>
public static class ExactDecimal
{
    private const int MaxScale = 28;

    /// <summary>
    /// Reads <c>[-]digits[.digits][e[+|-]digits]</c>. False if it is not a number, exceeds the range of
    /// <see cref="decimal"/>, or has digits that it cannot hold.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        return CountDigits(text, out var significant, out var lastPlace)
            && lastPlace <= MaxScale
            && (significant <= MaxScale || HoldsAllDigits(text, value));
    }

    /// <summary>Counts significant digits, and finds the decimal place of the last one that is not zero.</summary>
    private static bool CountDigits(ReadOnlySpan<byte> text, out int significant, out long lastPlace)
    {
        significant = 0;
        var digits = 0;
        var digitsBeforePoint = -1;
        var firstNonZero = -1;
        var lastNonZero = 0;
        var exponent = 0;

        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character is >= (byte)'0' and <= (byte)'9')
            {
                digits++;
                if (character != (byte)'0')
                {
                    firstNonZero = firstNonZero < 0 ? digits : firstNonZero;
                    lastNonZero = digits;
                }
            }
            else if (character == (byte)'.')
            {
                digitsBeforePoint = digits;
            }
            else if (character is (byte)'e' or (byte)'E')
            {
                if (!int.TryParse(text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
                {
                    lastPlace = 0;
                    return false;
                }

                break;
            }
        }

        significant = firstNonZero < 0 ? 0 : lastNonZero - firstNonZero + 1;
        lastPlace = firstNonZero < 0 ? 0 : (long)lastNonZero - (digitsBeforePoint < 0 ? digits : digitsBeforePoint) - exponent;
        return true;
    }

    /// <summary>29 digits fit only below 2^96: written out again, they must be the same digits.</summary>
    private static bool HoldsAllDigits(ReadOnlySpan<byte> text, decimal value)
    {
        Span<byte> written = stackalloc byte[64];
        return value.TryFormat(written, out var length, default, CultureInfo.InvariantCulture)
            && Digits(text).AsSpan().SequenceEqual(Digits(written[..length]));
    }

    private static byte[] Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'e', (byte)'E');
        var digits = new List<byte>(text.Length);
        foreach (var character in end < 0 ? text : text[..end])
        {
            if (character is >= (byte)'0' and <= (byte)'9' && (digits.Count > 0 || character != (byte)'0'))
            {
                digits.Add(character);
            }
        }

        while (digits.Count > 0 && digits[^1] == (byte)'0')
        {
            digits.RemoveAt(digits.Count - 1);
        }

        return [.. digits];
    }
}
