namespace MarketData.Candles;

/// <summary>
/// Closes of the last seven days by the hour, of all assets, in memory: lists of many assets cost no query for each. Read from the database when
/// they are first asked for, then only what came since; all anew once an hour, since candles of the past may be corrected or filled in.
/// Safe for concurrent use.
/// </summary>
internal sealed partial class Sparklines(ICandleStore store, TimeProvider time, ILogger<Sparklines> logger) : IDisposable
{
    /// <summary>How old they may be: as wide as a slot of the points that the last close comes from.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ReadAnewAfter = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile SparklineTable? _current;

    /// <summary>The closes as they stood at most five minutes ago; older ones while the database cannot be read.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be read, and never could.</exception>
    public async Task<SparklineTable> GetAsync(CancellationToken cancellationToken)
    {
        if (_current is { } current && IsFresh(current))
        {
            return current;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _current is { } other && IsFresh(other) ? other : _current = await ReadAsync(_current, cancellationToken);
        }
        catch (Exception exception) when (_current is not null && !cancellationToken.IsCancellationRequested)
        {
            Log.NotRead(logger, exception);
            return _current = _current.TriedAt(time.GetUtcNow());
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsFresh(SparklineTable table) => time.GetUtcNow() - table.LastTriedAt < MaxAge;

    private async Task<SparklineTable> ReadAsync(SparklineTable? last, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = CandleInterval.OneHour.OpenTimeOf(now) + CandleInterval.OneHour.Width();
        var oldest = end - SparklineTable.Length;
        var kept = last is not null && now - last.WholeReadAt < ReadAnewAfter ? last : null;
        var from = kept is null ? oldest : CandleInterval.OneHour.OpenTimeOf(kept.ReadAt);
        return await SparklineTable.ReadAsync(kept, store.ReadClosesAsync(CandleInterval.OneHour, from, end, cancellationToken), oldest, now);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sparklines could not be read; the last ones are given")]
        public static partial void NotRead(ILogger logger, Exception exception);
    }
}
