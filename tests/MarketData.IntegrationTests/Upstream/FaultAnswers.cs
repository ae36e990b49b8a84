using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>The answers of a provider that fails.</summary>
internal static class FaultAnswers
{
    private const int HugeBytes = 64 * 1024 * 1024;
    private const int DeepLevels = 1_000_000;

    private static readonly Lazy<byte[]> Bomb = new(CreateBomb);

    /// <summary>Answers with a fault that needs no right answer; false if it needs one.</summary>
    public static async Task<bool> TryWriteAsync(HttpContext context, UpstreamFault kind, int seconds, string redirectTarget)
    {
        var response = context.Response;
        switch (kind)
        {
            case UpstreamFault.RateLimited:
                await WriteErrorAsync(response, 429, seconds, """{"status":{"error_code":429,"error_message":"Slow down."}}""");
                return true;
            case UpstreamFault.Banned:
                await WriteErrorAsync(response, 418, seconds, """{"error":"Address banned."}""");
                return true;
            case UpstreamFault.Unauthorized:
                await WriteErrorAsync(response, 401, 0, """{"error":"Invalid API key."}""");
                return true;
            case UpstreamFault.ServerError:
                await WriteErrorAsync(response, 500, 0, """{"error":"Internal Server Error"}""");
                return true;
            case UpstreamFault.Unavailable:
                await WriteErrorAsync(response, 503, seconds, """{"error":"Service Unavailable"}""");
                return true;
            case UpstreamFault.Html:
                response.ContentType = "text/html";
                await response.WriteAsync("<!DOCTYPE html><title>One moment</title>", context.RequestAborted);
                return true;
            case UpstreamFault.Slow:
                await Task.Delay(TimeSpan.FromSeconds(seconds), context.RequestAborted);
                return false;
            case UpstreamFault.Reset:
                context.Abort();
                return true;
            case UpstreamFault.Empty:
                await response.WriteAsJsonAsync(Array.Empty<int>(), context.RequestAborted);
                return true;
            case UpstreamFault.Garbage:
                await response.Body.WriteAsync("[{\"id\": \0\u0001 not json"u8.ToArray(), context.RequestAborted);
                return true;
            case UpstreamFault.Huge:
                await WriteHugeAsync(context);
                return true;
            case UpstreamFault.GzipBomb:
                response.ContentType = "application/json";
                response.Headers.ContentEncoding = "gzip";
                await response.Body.WriteAsync(Bomb.Value, context.RequestAborted);
                return true;
            case UpstreamFault.Deep:
                response.ContentType = "application/json";
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string('[', DeepLevels)), context.RequestAborted);
                return true;
            case UpstreamFault.Redirect:
                response.StatusCode = StatusCodes.Status308PermanentRedirect;
                response.Headers.Location = redirectTarget;
                return true;
            default:
                return false;
        }
    }

    private static async Task WriteHugeAsync(HttpContext context)
    {
        // No Content-Length: the client must stop by what it reads, not by what it is told.
        context.Response.ContentType = "application/json";
        var spaces = Enumerable.Repeat((byte)' ', 64 * 1024).ToArray();
        await context.Response.Body.WriteAsync("["u8.ToArray(), context.RequestAborted);
        for (var sent = 0; sent < HugeBytes && !context.RequestAborted.IsCancellationRequested; sent += spaces.Length)
        {
            await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
        }
    }

    private static async Task WriteErrorAsync(HttpResponse response, int status, int retryAfterSeconds, string body)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (retryAfterSeconds > 0)
        {
            response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        await response.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static byte[] CreateBomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write("["u8);
            var spaces = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
            for (var written = 0; written < HugeBytes; written += spaces.Length)
            {
                gzip.Write(spaces);
            }
        }

        return packed.ToArray();
    }
}
