using Microsoft.Net.Http.Headers;

namespace MarketData.Candles;

/// <summary>Form of an answer that is made of rows.</summary>
internal enum RowFormat
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Comma-separated values with a header, as RFC 4180 has them.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    Ndjson,
}

internal static class RowFormats
{
    public const string CsvType = "text/csv";

    public const string NdjsonType = "application/x-ndjson";

    /// <summary>The form that a caller likes best, of equals the one named first; JSON where none that we have is named.</summary>
    public static RowFormat Of(HttpRequest request)
    {
        var best = RowFormat.Json;
        var bestQuality = 0.0;
        foreach (var type in request.GetTypedHeaders().Accept)
        {
            var quality = type.Quality ?? 1;
            if (Find(type) is { } format && quality > bestQuality)
            {
                (best, bestQuality) = (format, quality);
            }
        }

        return best;
    }

    private static RowFormat? Find(MediaTypeHeaderValue type) => type.MediaType.Value?.ToLowerInvariant() switch
    {
        CsvType => RowFormat.Csv,
        NdjsonType => RowFormat.Ndjson,
        "application/json" or "application/*" or "*/*" => RowFormat.Json,
        _ => null,
    };
}
