using System.Net;
using System.Text.Json;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources.Http;

/// <summary>Tells from status and headers whether the body can be data.</summary>
internal static class ResponseCheck
{
    private const int LongestErrorBody = 8 * 1024;

    // A body that trickles must not turn a refusal, whose status is known, into a timeout, which would be retried.
    private static readonly TimeSpan LongestErrorWait = TimeSpan.FromSeconds(2);

    /// <exception cref="SourceFault">It cannot; the message has the provider's own words where there are any.</exception>
    public static async Task ThrowUnlessUsableAsync(
        HttpResponseMessage response, long maxBodyBytes, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw new SourceFault(FaultCode.Redirect, $"The provider answered {status} and points elsewhere; redirects are not followed.");
        }

        if (!response.IsSuccessStatusCode)
        {
            var message = await FindErrorMessageAsync(response, time, cancellationToken);
            throw new SourceFault(FindCode(response.StatusCode), $"The provider answered {status}{(message is null ? "." : $": {message}")}")
            {
                RetryAfter = BanRules.RetryAfter(response, time),
            };
        }

        if (response.Content.Headers.ContentType?.MediaType is "text/html")
        {
            throw new SourceFault(FaultCode.NotJson, "The provider answered with an HTML page.");
        }

        if (response.Content.Headers.ContentLength > maxBodyBytes)
        {
            throw LimitedStream.TooLarge(maxBodyBytes);
        }
    }

    private static string FindCode(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => FaultCode.RateLimited,
        (HttpStatusCode)418 => FaultCode.Banned,
        _ => $"http_{(int)status}",
    };

    /// <summary>The provider's words in the body of an error; <see langword="null"/> if it has none that can be read.</summary>
    private static async Task<string?> FindErrorMessageAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(LongestErrorWait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(end.Token);
            var text = new byte[LongestErrorBody];
            var length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, end.Token);
            return JsonSerializer.Deserialize(text.AsSpan(0, length), SourceJsonContext.Default.ProviderAnswer)?.FindMessage();
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidDataException or HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
