using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace MarketData.Ingestion.Sources.Http;

/// <summary>Retry over circuit breaker over timeout, for the requests of one source.</summary>
internal static class SourcePipeline
{
    public const int MaxRetries = 2;

    // One request with all its retries is enough to open the circuit: the rest of the poll is then spared the same waits.
    private const int FailuresThatOpen = MaxRetries + 1;

    /// <summary>The poll that a request belongs to: its deadline bounds every attempt and wait.</summary>
    public static readonly ResiliencePropertyKey<SourcePoll> Poll = new("poll");

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    public static ResiliencePipeline Build(SourceHttpClient client, TimeSpan firstRetryDelay)
    {
        var retry = new RetryStrategyOptions
        {
            MaxRetryAttempts = MaxRetries,
            ShouldHandle = arguments => ValueTask.FromResult(
                IsTransient(arguments.Outcome.Exception)
                && TryScheduleRetry(client, PollOf(arguments.Context), arguments.Outcome.Exception, firstRetryDelay, arguments.AttemptNumber)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(PollOf(arguments.Context).RetryDelay),
            OnRetry = arguments =>
            {
                client.OnRetry(arguments.Outcome.Exception, arguments.AttemptNumber + 1, arguments.RetryDelay);
                return default;
            },
        };
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome.Exception)),
            FailureRatio = 0.5,
            MinimumThroughput = FailuresThatOpen,
            SamplingDuration = TimeSpan.FromMinutes(2),
            BreakDuration = Break,
            OnOpened = arguments =>
            {
                client.OnCircuitOpened(arguments.BreakDuration);
                return default;
            },
        };
        var timeout = new TimeoutStrategyOptions
        {
            TimeoutGenerator = arguments => ValueTask.FromResult(AttemptTimeout(client, PollOf(arguments.Context))),
        };

        return new ResiliencePipelineBuilder { TimeProvider = client.Time }
            .AddRetry(retry)
            .AddCircuitBreaker(breaker)
            .AddTimeout(timeout)
            .Build();
    }

    private static SourcePoll PollOf(ResilienceContext context) => context.Properties.GetValue(Poll, null!);

    private static bool IsTransient(Exception? exception) => exception is TimeoutRejectedException or SourceFault { IsTransient: true };

    /// <summary>Finds the wait before the next attempt. False if it does not fit the poll: then the failure is reported at once.</summary>
    private static bool TryScheduleRetry(
        SourceHttpClient client, SourcePoll poll, Exception? exception, TimeSpan firstDelay, int attemptNumber)
    {
        // Between half and one and a half of 1, 2, 4 … times the first delay: sources that failed together do not return together.
        var backoff = firstDelay * Math.Pow(2, attemptNumber) * (0.5 + Random.Shared.NextDouble());
        var asked = (exception as SourceFault)?.RetryAfter ?? TimeSpan.Zero;
        var delay = new[] { backoff, asked, client.Budget.UntilNextSlot }.Max();

        poll.RetryDelay = delay;
        return client.Time.GetUtcNow() + delay < poll.Deadline;
    }

    private static TimeSpan AttemptTimeout(SourceHttpClient client, SourcePoll poll)
    {
        // Zero or less would mean no limit to the timeout strategy.
        var left = poll.Deadline - client.Time.GetUtcNow();
        var limit = left < client.Timeout ? left : client.Timeout;
        return limit > TimeSpan.FromMilliseconds(1) ? limit : TimeSpan.FromMilliseconds(1);
    }
}
