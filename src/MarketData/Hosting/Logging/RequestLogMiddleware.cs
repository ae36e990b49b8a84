using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace MarketData.Hosting.Logging;

/// <summary>
/// One line about a request that failed: by our fault at Error with what broke, or at Warning if nothing did; by the caller's at Debug. And
/// one about every so many others, if the settings ask for it. The line has the path and not the query, which may hold a key.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="sampleEvery">One of so many requests is logged; 0: none.</param>
/// <param name="logger">Where to.</param>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, int sampleEvery, ILogger<RequestLogMiddleware> logger)
{
    private uint _requests;

    public Task InvokeAsync(HttpContext context)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var running = next(context);
        if (!running.IsCompletedSuccessfully)
        {
            return AwaitAsync(context, running, startedAt);
        }

        if (IsDue(context.Response.StatusCode))
        {
            Write(context, startedAt);
        }

        return Task.CompletedTask;
    }

    private async Task AwaitAsync(HttpContext context, Task running, long startedAt)
    {
        await running;
        if (IsDue(context.Response.StatusCode))
        {
            Write(context, startedAt);
        }
    }

    private bool IsDue(int status) =>
        status >= StatusCodes.Status500InternalServerError
        || (status >= StatusCodes.Status400BadRequest && logger.IsEnabled(LogLevel.Debug))
        || (sampleEvery > 0 && Interlocked.Increment(ref _requests) % (uint)sampleEvery == 0);

    private void Write(HttpContext context, long startedAt)
    {
        var method = context.Request.Method;
        string path = context.Request.Path;
        var status = context.Response.StatusCode;
        var milliseconds = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        if (status >= StatusCodes.Status500InternalServerError)
        {
            var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            Log.Failed(logger, error is null ? LogLevel.Warning : LogLevel.Error, error, method, path, status, milliseconds);
        }
        else if (status >= StatusCodes.Status400BadRequest && logger.IsEnabled(LogLevel.Debug))
        {
            Log.Refused(logger, method, path, status, milliseconds);
        }
        else
        {
            Log.Answered(logger, method, path, status, milliseconds);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "{Method} {Path} failed with {Status} after {Milliseconds:F1} ms")]
        public static partial void Failed(ILogger logger, LogLevel level, Exception? exception, string method, string path, int status, double milliseconds);

        [LoggerMessage(2, LogLevel.Debug, "{Method} {Path} was refused with {Status} after {Milliseconds:F1} ms")]
        public static partial void Refused(ILogger logger, string method, string path, int status, double milliseconds);

        [LoggerMessage(3, LogLevel.Information, "{Method} {Path} was answered with {Status} after {Milliseconds:F1} ms")]
        public static partial void Answered(ILogger logger, string method, string path, int status, double milliseconds);
    }
}
