namespace MarketData.Ranking.Queue;

/// <summary>The workers' side: what is next, how it ended, and the end of all.</summary>
internal sealed partial class RankQueue
{
    /// <summary>The next job to compute, precomputed ones first; null once the queue has stopped and is empty.</summary>
    public async Task<RankJob?> TakeAsync()
    {
        while (true)
        {
            await _waiting.WaitAsync();
            lock (_gate)
            {
                if (!LineOf(JobClass.Precomputed).Reader.TryRead(out var job) && !LineOf(JobClass.Custom).Reader.TryRead(out job))
                {
                    // Only stopping releases more than there are jobs; the next worker has to see it too.
                    _waiting.Release();
                    return null;
                }

                if (job.State == JobState.Queued)
                {
                    job.State = JobState.Running;
                    job.StartedAt = _time.GetUtcNow();
                    _metrics.Started(job.Class, job.StartedAt.Value - job.SubmittedAt);
                    return job;
                }
            }
        }
    }

    /// <summary>A worker has ended a job: with a result, or without and why.</summary>
    public void Finish(RankJob job, byte[]? result, JobFailure? failure)
    {
        lock (_gate)
        {
            var seconds = (_time.GetUtcNow() - job.StartedAt!.Value).TotalSeconds;
            _meanServiceSeconds += NewestWeight * (seconds - _meanServiceSeconds);
            var state = failure switch
            {
                null => JobState.Completed,
                JobFailure.Broke => JobState.Failed,
                _ => JobState.Cancelled,
            };
            End(job, state, failure, result);
        }
    }

    /// <summary>Takes nothing more. What is queued is still given to the workers.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (!_isStopping)
            {
                _isStopping = true;
                _waiting.Release();
            }
        }
    }

    /// <summary>Cancels what is queued or under way, and tells those who wait.</summary>
    public void CancelAll()
    {
        RankJob[] running;
        lock (_gate)
        {
            foreach (var job in _flights.Values.Where(job => job.State == JobState.Queued).ToList())
            {
                End(job, JobState.Cancelled, JobFailure.ShuttingDown, null);
            }

            running = [.. _flights.Values];
            foreach (var job in running)
            {
                job.Failure = JobFailure.ShuttingDown;
            }
        }

        foreach (var job in running)
        {
            job.Cancellation.Cancel();
        }
    }

    private void End(RankJob job, JobState state, JobFailure? failure, byte[]? result)
    {
        if (result is { Length: > 0 })
        {
            _results.Put(job.Key, result);
        }

        ForgetFlight(job);
        job.State = state;
        job.Failure = failure;
        job.Work = null;
        job.EndedAt = _time.GetUtcNow();
        job.Progress = state == JobState.Completed ? 1 : job.Progress;
        _counts = state switch
        {
            JobState.Completed => _counts with { Completed = _counts.Completed + 1 },
            JobState.Failed => _counts with { Failed = _counts.Failed + 1 },
            _ => _counts with { Cancelled = _counts.Cancelled + 1 },
        };
        _metrics.Ended(job);
        job.Ended.TrySetResult(result);
    }

    private void ForgetFlight(RankJob job)
    {
        if (_flights.GetValueOrDefault(job.Key) == job)
        {
            _flights.Remove(job.Key);
        }
    }
}
