using MarketData.Hosting.Telemetry;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace MarketData.Hosting.Logging;

internal static class LoggingExtensions
{
    /// <summary>Lines that wait for the console; more are dropped and counted.</summary>
    private const int MostWaiting = 8_192;

    /// <summary>
    /// The console, by Serilog: lines for people in Development, one JSON object a line elsewhere. Which lines there are is said by
    /// <c>Logging:LogLevel</c>, as of any .NET service. A thread of its own writes them, so that no request waits for the console.
    /// </summary>
    public static WebApplicationBuilder AddConsoleLog(this WebApplicationBuilder builder)
    {
        ITextFormatter formatter = builder.Environment.IsDevelopment() ? new ReadableFormatter() : new JsonLineFormatter();
        builder.Services.AddSingleton<LogDrops>();

        // Not by AddSerilog, which lets every level through, whatever the settings say. Made by the container, which then ends it: its thread
        // writes what still waits.
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(services => new SerilogLoggerProvider(
            new LoggerConfiguration()
                .MinimumLevel.Verbose()
                .WriteTo.Async(
                    async => async.Console(formatter), bufferSize: MostWaiting, blockWhenFull: false, monitor: services.GetRequiredService<LogDrops>())
                .CreateLogger(),
            dispose: true));
        return builder;
    }

    /// <summary>Lines about requests. First of all, so that it sees what everything behind makes of one.</summary>
    public static void UseRequestLog(this WebApplication app) =>
        app.UseMiddleware<RequestLogMiddleware>(TelemetryOptions.Of(app.Configuration).AccessLog.SampleEvery);
}
