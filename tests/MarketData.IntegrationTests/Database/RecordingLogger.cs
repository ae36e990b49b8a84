using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Database;

/// <summary>Keeps what is logged.</summary>
/// <param name="messages">Where it is kept, if several share it.</param>
internal sealed class RecordingLogger<T>(List<string>? messages = null) : ILogger<T>
{
    public List<string> Messages { get; } = messages ?? [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Add(formatter(state, exception));
}
