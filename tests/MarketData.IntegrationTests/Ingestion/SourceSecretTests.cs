using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using MarketData.IntegrationTests.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Ingestion;

public sealed class SourceSecretTests
{
    private const string Key = "CG-s3cret";

    [Theory]
    [InlineData(null)]
    [InlineData(UpstreamFault.ServerError)]
    [InlineData(UpstreamFault.RateLimited)]
    [InlineData(UpstreamFault.Html)]
    internal async Task FetchAsync_EveryLogLevel_NeverWritesTheKey(UpstreamFault? fault)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var log = new LogRecorder();
        await using var app = Build(upstream, log);
        var source = app.Services.GetServices<IMarketDataSource>().Single();
        if (fault is { } kind)
        {
            upstream.Fault("/coins/markets", kind, count: -1);
            log.Write((await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None))).ToString());
        }
        else
        {
            await source.FetchAsync(CancellationToken.None);
        }

        upstream.Requests.ShouldAllBe(request => request.Headers["x-cg-demo-api-key"] == Key && !request.Query.Contains(Key));
        log.Text.ShouldNotContain(Key);
    }

    private static WebApplication Build(FakeUpstream upstream, LogRecorder log)
    {
        var builder = WebApplication.CreateBuilder(
        [
            "--urls=http://127.0.0.1:0",
            "--Ingestion:Sources:CoinGecko:Enabled=true",
            "--Ingestion:Sources:CoinGecko:Plan=demo",
            $"--Ingestion:Sources:CoinGecko:ApiKey={Key}",
            $"--Ingestion:Sources:CoinGecko:BaseUrl={upstream.CoinGeckoUrl}",
        ]);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.AddSources();
        return builder.Build();
    }

    private sealed class LogRecorder : ILoggerProvider, ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public string Text
        {
            get
            {
                lock (_gate)
                {
                    return string.Join('\n', _lines);
                }
            }
        }

        public void Write(string line)
        {
            lock (_gate)
            {
                _lines.Add(line);
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Write(formatter(state, exception) + exception);

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
