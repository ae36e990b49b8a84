using System.Text.Json;
using MarketData.Hosting.Problems;
using MarketData.Markets;

namespace MarketData.Hosting.Json;

/// <summary>Reads JSON bodies: strictly, within a limit, and with a precise answer where they do not fit.</summary>
internal static class JsonBody
{
    /// <summary>The body, or why it cannot be read. Unknown fields are refused, so that a mistyped one is not silently ignored.</summary>
    public static async Task<(T? Value, ApiProblem? Problem)> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            return (null, ApiProblem.ForStatus(StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.Body, ApiJson.TypeInfo<T>(NumberFormat.Full), cancellationToken);
            return value is null ? (null, Invalid("$", "The body is null.")) : (value, null);
        }
        catch (JsonException exception)
        {
            return (null, Invalid(exception.Path ?? "$", "The body is not the JSON that this endpoint takes."));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, ApiProblem.ForStatus(exception.StatusCode));
        }
    }

    /// <summary>A field of the body that is wrong.</summary>
    public static ApiProblem Invalid(string path, string detail, string accepts = "The body described in /openapi/v1.json, without other fields.") =>
        ApiProblem.BadParameter(path, "invalid_body", detail, accepts);
}
