namespace MarketData.Caching;

internal static class BoundedTask
{
    /// <summary>
    /// The task's value, waited for no longer than <paramref name="limit"/> and until <paramref name="cancellationToken"/>. A task that is
    /// given up may fail later: that is then seen to, since nobody else does.
    /// </summary>
    /// <exception cref="TimeoutException">The limit is over.</exception>
    public static Task<T> WithinAsync<T>(this Task<T> task, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (task.IsCompleted)
        {
            return task;
        }

        _ = task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return task.WaitAsync(limit, time, cancellationToken);
    }
}
