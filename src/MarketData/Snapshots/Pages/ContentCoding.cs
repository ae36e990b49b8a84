using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace MarketData.Snapshots.Pages;

/// <summary>A form of a body.</summary>
internal enum ContentCoding
{
    Identity = 0,
    Gzip,
    Brotli,
}

internal static class ContentCodings
{
    /// <summary>The form that a caller likes best of those we have: by the weights it gives, the smallest among equals.</summary>
    public static ContentCoding Preferred(StringValues acceptEncoding)
    {
        double brotli = -1, gzip = -1, any = -1;
        foreach (var value in acceptEncoding)
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var part = value.AsSpan()[range];
                var semicolon = part.IndexOf(';');
                var name = (semicolon < 0 ? part : part[..semicolon]).Trim();
                var weight = semicolon < 0 ? 1 : WeightOf(part[(semicolon + 1)..]);
                if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
                {
                    brotli = weight;
                }
                else if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
                {
                    gzip = weight;
                }
                else if (name is "*")
                {
                    any = weight;
                }
            }
        }

        brotli = brotli < 0 ? any : brotli;
        gzip = gzip < 0 ? any : gzip;
        return brotli > 0 && brotli >= gzip ? ContentCoding.Brotli : gzip > 0 ? ContentCoding.Gzip : ContentCoding.Identity;
    }

    /// <summary>The weight in <c>q=0.5</c>; 1 where there is none that can be read.</summary>
    private static double WeightOf(ReadOnlySpan<char> parameter)
    {
        var text = parameter.Trim();
        return text.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && double.TryParse(text[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            ? weight
            : 1;
    }
}
