namespace MarketData.Access.Limits;

/// <summary>
/// Takes requests from the buckets of their callers: from the one in the process, and where there is a Redis also from the one that all
/// replicas share. While Redis does not answer the process's own bucket is the limit: replicas together then let through at most the
/// limit of each.
/// </summary>
internal sealed class RateLimiter(SharedBuckets shared, TimeProvider time)
{
    /// <summary>The buckets' clock: ticks of 100 ns since some moment. It does not go back when the time of day is set.</summary>
    public long Now => time.GetElapsedTime(0).Ticks;

    /// <summary>Takes a request. Without Redis it is done at once and allocates nothing.</summary>
    public ValueTask<Allowance> TakeAsync(Caller caller, CancellationToken cancellationToken)
    {
        var perMinute = caller.Plan.RequestsPerMinute;
        if (perMinute == 0)
        {
            return ValueTask.FromResult(Allowance.Unlimited);
        }

        // All replicas together take no less than this one: what its own bucket refuses need not be asked.
        var allowance = caller.Bucket.Take(perMinute, Now);
        return allowance.IsGranted && shared.IsConfigured
            ? TakeSharedAsync(caller, perMinute, allowance, cancellationToken)
            : ValueTask.FromResult(allowance);
    }

    /// <summary>Gives a request back.</summary>
    public ValueTask ReturnAsync(Caller caller, CancellationToken cancellationToken)
    {
        var perMinute = caller.Plan.RequestsPerMinute;
        if (perMinute == 0)
        {
            return ValueTask.CompletedTask;
        }

        caller.Bucket.Return(perMinute);
        return shared.IsConfigured ? shared.ReturnAsync(caller.LimitKey, perMinute, cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>Requests of the minute that this process would let a caller make, without taking one; null: as many as come.</summary>
    public long? Remaining(Caller caller) => caller.Plan.RequestsPerMinute is > 0 and var perMinute ? caller.Bucket.Remaining(perMinute, Now) : null;

    private async ValueTask<Allowance> TakeSharedAsync(Caller caller, int perMinute, Allowance own, CancellationToken cancellationToken)
    {
        if (await shared.TakeAsync(caller.LimitKey, perMinute, cancellationToken) is not { } allowance)
        {
            return own;
        }

        if (!allowance.IsGranted)
        {
            caller.Bucket.Return(perMinute);
        }

        return allowance;
    }
}
