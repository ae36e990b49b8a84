namespace MarketData.Caching;

/// <summary>
/// One reading of an answer, which any number of requests wait for. What can be set is set by <see cref="Flights"/>, under its lock.
/// </summary>
/// <param name="key">Key of the answer.</param>
/// <param name="dataVersion">Version of the data at its beginning.</param>
/// <param name="startedAt">When it began, as a timestamp of the clock.</param>
internal sealed class Flight(string key, long dataVersion, long startedAt) : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource<CacheResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Key { get; } = key;

    public long DataVersion { get; } = dataVersion;

    public long StartedAt { get; } = startedAt;

    /// <summary>What comes of it.</summary>
    public Task<CacheResult> Task => _result.Task;

    /// <summary>Canceled when nobody waits any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Requests that wait.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether it goes on though nobody waits: a newer answer is wanted in the place of one that is out of date, or those who waited were told to ask again.</summary>
    public bool GoesOn { get; set; }

    /// <summary>Whether it is decided what comes of it.</summary>
    public bool IsOver { get; set; }

    public void Abandon() => _abandoned.CancelAsync();

    public void Land(CacheResult result) => _result.TrySetResult(result);

    public void Fail(Exception exception)
    {
        _result.TrySetException(exception);

        // Nobody may be left to see it.
        _ = _result.Task.Exception;
    }

    public void Dispose() => _abandoned.Dispose();
}
