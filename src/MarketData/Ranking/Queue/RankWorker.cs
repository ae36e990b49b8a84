using MarketData.Hosting.Telemetry;
using MarketData.Ranking.Kernels;
using Microsoft.Extensions.Options;

namespace MarketData.Ranking.Queue;

/// <summary>
/// Computes what is queued, each worker one job at a time. At a shutdown the queue takes nothing more; what is in it is computed until the
/// drain's time is over, and the rest is told. That happens before the server stops, so that those who wait still get their answers.
/// </summary>
internal sealed partial class RankWorker(RankQueue queue, IOptions<RankingOptions> options, TimeProvider time, ILogger<RankWorker> logger)
    : IHostedLifecycleService
{
    private Task _workers = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _workers = Task.WhenAll(Enumerable.Range(0, options.Value.Workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        queue.Stop();
        var deadline = Task.Delay(options.Value.DrainTimeout, time, cancellationToken);
        if (await Task.WhenAny(_workers, deadline) == _workers)
        {
            return;
        }

        queue.CancelAll();
        Log.NotDrained(logger, options.Value.DrainTimeout);
        await _workers.WaitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WorkAsync()
    {
        var scratch = new RankScratch();
        while (await queue.TakeAsync() is { } job)
        {
            Compute(job, scratch);
        }
    }

    /// <summary>An error is that job's alone.</summary>
    private void Compute(RankJob job, RankScratch scratch)
    {
        using var span = Spans.Rank(job.Class.ToString(), job.Request);
        try
        {
            var result = job.Work!(new WorkerContext(scratch, progress => job.Progress = progress), job.Cancellation.Token);
            queue.Finish(job, result, null);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            queue.Finish(job, null, job.Failure ?? JobFailure.GivenUp);
        }
        catch (Exception exception)
        {
            span.Fail(exception.GetType().Name);
            Log.JobBroke(logger, exception, job.Key);
            queue.Finish(job, null, JobFailure.Broke);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The ranking {Key} broke")]
        public static partial void JobBroke(ILogger logger, Exception exception, string key);

        [LoggerMessage(2, LogLevel.Warning, "The rankings that were queued were not done within {Timeout}; the rest was cancelled")]
        public static partial void NotDrained(ILogger logger, TimeSpan timeout);
    }
}
