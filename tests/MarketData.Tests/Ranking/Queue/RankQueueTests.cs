using System.Diagnostics.Metrics;
using System.Text;
using MarketData.Ranking;
using MarketData.Ranking.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MarketData.Tests.Ranking.Queue;

public sealed class RankQueueTests : IDisposable
{
    private static readonly RankWork Hello = (_, _) => Encoding.UTF8.GetBytes("hello");

    private readonly ManualTimeProvider _time = new(Make.Now);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RankingOptions _options = new() { QueueCapacity = 3 };

    [Fact]
    public async Task Submit_WithAWorker_GivesTheResultAndThenAnswersAtOnce()
    {
        using var queue = MakeQueue();
        await using var worker = await RunningWorker.StartAsync(queue, _options, _time);

        Text(await ResultOf(queue.Submit(JobClass.Custom, "a", Hello))).ShouldBe("hello");
        Text(queue.Submit(JobClass.Custom, "a", Hello).Result).ShouldBe("hello");
        queue.Counts.ShouldBe(new JobCounts(1, 1, 0, 0, 0));
    }

    [Fact]
    public void Submit_FullQueue_IsRefusedWithTheTimeUntilThereIsRoom()
    {
        using var queue = MakeQueue();
        for (var i = 0; i < 3; i++)
        {
            queue.Submit(JobClass.Custom, $"{i}", Hello).Ticket.ShouldNotBeNull();
        }

        var refused = queue.Submit(JobClass.Custom, "3", Hello);

        refused.Ticket.ShouldBeNull();
        refused.Refusal.ShouldBe(new Refusal(RefusalReason.Full, 1));
        queue.Counts.ShouldBe(new JobCounts(3, 0, 0, 0, 1));
    }

    [Fact]
    public async Task Submit_FullQueueOfSlowJobs_TellsTheTimeByTheRateOfTheWorkers()
    {
        using var queue = MakeQueue();
        for (var i = 0; i < 30; i++)
        {
            queue.Submit(JobClass.Custom, $"slow-{i}", Hello);
            var job = (await queue.TakeAsync())!;
            _time.Advance(TimeSpan.FromSeconds(10));
            queue.Finish(job, null, null);
        }

        for (var i = 0; i < 3; i++)
        {
            queue.Submit(JobClass.Custom, $"{i}", Hello);
        }

        // Three wait, ten seconds each.
        queue.Submit(JobClass.Custom, "3", Hello).Refusal!.RetryAfterSeconds.ShouldBe(30);
    }

    [Fact]
    public async Task Submit_FullQueueOfCustomJobs_StillTakesPrecomputedOnesAndTheyGoFirst()
    {
        using var queue = MakeQueue();
        for (var i = 0; i < 4; i++)
        {
            queue.Submit(JobClass.Custom, $"{i}", Hello);
        }

        queue.Submit(JobClass.Precomputed, "board", Hello).Ticket.ShouldNotBeNull();

        (await queue.TakeAsync())!.Key.ShouldBe("board");
        (await queue.TakeAsync())!.Key.ShouldBe("0");
    }

    [Fact]
    public async Task Submit_EqualRequests_ShareOneJob()
    {
        using var queue = MakeQueue();
        var computed = 0;
        RankWork counted = (_, _) => [(byte)Interlocked.Increment(ref computed)];
        var submissions = Enumerable.Range(0, 1000).Select(_ => queue.Submit(JobClass.Custom, "same", counted)).ToList();
        await using var worker = await RunningWorker.StartAsync(queue, _options, _time);

        foreach (var submission in submissions)
        {
            (await ResultOf(submission)).ShouldBe([(byte)1]);
        }

        computed.ShouldBe(1);
        queue.Counts.ShouldBe(new JobCounts(1, 1, 0, 0, 0));
    }

    [Fact]
    public async Task GiveUp_OfAQueuedJobByTheOnlyOneWhoWaits_CancelsIt()
    {
        using var queue = MakeQueue();
        var computed = 0;
        var ticket = queue.Submit(JobClass.Custom, "a", (_, _) => [(byte)++computed]).Ticket!;

        queue.GiveUp(ticket);
        await using (await RunningWorker.StartAsync(queue, _options, _time))
        {
            await ResultOf(queue.Submit(JobClass.Custom, "b", Hello));
        }

        (await ticket.Job.Ended.Task).ShouldBeNull();
        computed.ShouldBe(0);
        queue.Counts.ShouldBe(new JobCounts(2, 1, 0, 1, 0));
    }

    [Fact]
    public async Task GiveUp_OfARunningJobByTheOnlyOneWhoWaits_CancelsTheWork()
    {
        using var queue = MakeQueue();
        using var begun = new ManualResetEventSlim();
        await using var worker = await RunningWorker.StartAsync(queue, _options, _time);
        var ticket = queue.Submit(JobClass.Custom, "a", UntilCancelled(begun)).Ticket!;
        begun.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();

        queue.GiveUp(ticket);

        (await ticket.Job.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
        queue.StatusOf(ticket).Failure.ShouldBe(JobFailure.GivenUp);
        queue.Counts.ShouldBe(new JobCounts(1, 0, 0, 1, 0));
    }

    [Fact]
    public async Task GiveUp_WhileOthersWait_LeavesThemTheirResult()
    {
        using var queue = MakeQueue();
        var gone = queue.Submit(JobClass.Custom, "a", Hello).Ticket!;
        var waiting = queue.Submit(JobClass.Custom, "a", Hello);

        queue.GiveUp(gone);
        await using var worker = await RunningWorker.StartAsync(queue, _options, _time);

        Text(await ResultOf(waiting)).ShouldBe("hello");
        queue.Counts.ShouldBe(new JobCounts(1, 1, 0, 0, 0));
    }

    [Fact]
    public async Task Work_ThatThrows_FailsItsOwnJobOnly()
    {
        using var queue = MakeQueue();
        await using var worker = await RunningWorker.StartAsync(queue, _options, _time);
        var broken = queue.Submit(JobClass.Custom, "broken", (_, _) => throw new InvalidOperationException("broken")).Ticket!;

        (await broken.Job.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
        queue.StatusOf(broken).ShouldBe(new JobStatus(JobState.Failed, null, 0, JobFailure.Broke));
        Text(await ResultOf(queue.Submit(JobClass.Custom, "next", Hello))).ShouldBe("hello");
        queue.Counts.ShouldBe(new JobCounts(2, 1, 1, 0, 0));
    }

    [Fact]
    public async Task Stopping_WithJobsThatFit_ComputesThemAll()
    {
        using var queue = MakeQueue();
        var submissions = Enumerable.Range(0, 3).Select(i => queue.Submit(JobClass.Custom, $"{i}", Hello)).ToList();
        var worker = await RunningWorker.StartAsync(queue, _options, _time);

        await worker.DisposeAsync();

        submissions.ShouldAllBe(submission => submission.Ticket!.Job.State == JobState.Completed);
        queue.Submit(JobClass.Custom, "late", Hello).Refusal.ShouldBe(new Refusal(RefusalReason.ShuttingDown, 1));
    }

    [Fact]
    public async Task Stopping_InMidJob_CancelsAfterTheDeadlineAndTellsTheRest()
    {
        using var queue = MakeQueue();
        using var begun = new ManualResetEventSlim();
        var worker = await RunningWorker.StartAsync(queue, _options, _time);
        var running = queue.Submit(JobClass.Custom, "running", UntilCancelled(begun)).Ticket!;
        begun.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        var queued = queue.Submit(JobClass.Custom, "queued", Hello).Ticket!;

        var stopping = worker.DisposeAsync();
        running.Job.HasEnded.ShouldBeFalse();
        _time.Advance(_options.DrainTimeout);
        await stopping;

        (await running.Job.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
        (await queued.Job.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeNull();
        queue.StatusOf(running).Failure.ShouldBe(JobFailure.ShuttingDown);
        queue.StatusOf(queued).Failure.ShouldBe(JobFailure.ShuttingDown);
        queue.Counts.ShouldBe(new JobCounts(2, 0, 0, 2, 0));
    }

    [Fact]
    public async Task Counts_AfterAFlood_AddUpToTheUnit()
    {
        using var queue = MakeQueue();
        await using (await RunningWorker.StartAsync(queue, _options, _time))
        {
            await Parallel.ForAsync(0, 5000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, (i, _) =>
            {
                RankWork work = i % 7 == 0 ? (_, _) => throw new InvalidOperationException("broken") : Hello;
                if (queue.Submit(JobClass.Custom, $"{i / 2}", work).Ticket is { } ticket && i % 3 == 0)
                {
                    queue.GiveUp(ticket);
                }

                return ValueTask.CompletedTask;
            });
        }

        var counts = queue.Counts;
        counts.Accepted.ShouldBe(counts.Completed + counts.Failed + counts.Cancelled);
        counts.Accepted.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void StatusOf_Queued_KnowsItsPlace()
    {
        using var queue = MakeQueue();
        queue.Submit(JobClass.Custom, "a", Hello);
        var second = queue.Submit(JobClass.Custom, "b", Hello).Ticket!;
        queue.StatusOf(second).ShouldBe(new JobStatus(JobState.Queued, 2, 0, null));

        queue.Submit(JobClass.Precomputed, "board", Hello);

        queue.StatusOf(second).Place.ShouldBe(3);
    }

    [Fact]
    public async Task Find_AfterTheTimeThatJobsAreKept_FindsNothing()
    {
        using var queue = MakeQueue();
        var ticket = queue.Submit(JobClass.Custom, "a", Hello).Ticket!;
        queue.HandOut(ticket);
        queue.Finish((await queue.TakeAsync())!, [1], null);
        queue.Find(ticket.Id).ShouldBe(ticket);

        _time.Advance(_options.JobsKeptFor + TimeSpan.FromSeconds(1));

        queue.Find(ticket.Id).ShouldBeNull();
    }

    public void Dispose() => _services.Dispose();

    private RankQueue MakeQueue()
    {
        var options = Options.Create(_options);
        return new RankQueue(options, new RankResultCache(options), new RankingMetrics(_services.GetRequiredService<IMeterFactory>()), _time);
    }

    private static RankWork UntilCancelled(ManualResetEventSlim begun) => (_, token) =>
    {
        begun.Set();
        token.WaitHandle.WaitOne(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        token.ThrowIfCancellationRequested();
        return [];
    };

    private static async Task<byte[]?> ResultOf(Submission submission) =>
        submission.Result ?? await submission.Ticket!.Job.Ended.Task.WaitAsync(TimeSpan.FromSeconds(30));

    private static string? Text(byte[]? result) => result is null ? null : Encoding.UTF8.GetString(result);

    /// <summary>A worker that is stopped when it is disposed of.</summary>
    private sealed class RunningWorker(RankWorker worker) : IAsyncDisposable
    {
        public static async Task<RunningWorker> StartAsync(RankQueue queue, RankingOptions options, TimeProvider time)
        {
            var worker = new RankWorker(queue, Options.Create(options), time, NullLogger<RankWorker>.Instance);
            await worker.StartingAsync(CancellationToken.None);
            return new RunningWorker(worker);
        }

        public async ValueTask DisposeAsync() => await worker.StoppingAsync(CancellationToken.None);
    }
}
