using MarketData.Ingestion;

namespace MarketData.Tests;

/// <summary>A source that answers what a test puts into its queue: batches, or exceptions to throw.</summary>
internal sealed class ScriptedSource(string name, params object[] answers) : IMarketDataSource
{
    private readonly Queue<object> _answers = new(answers);

    public string Name => name;

    public TimeSpan Interval => TimeSpan.FromMinutes(5);

    public bool GivesQuotes { get; init; } = true;

    /// <summary>Ends when the source is asked for the first time.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SourceBudget Budget => new(null, null, 0, null);

    /// <summary>What the source was told of its month; null if nothing.</summary>
    public int? MonthRestored { get; private set; }

    public void RestoreMonth(int requests) => MonthRestored = requests;

    public Task<SourceBatch> FetchAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.TrySetResult();
        return _answers.Dequeue() switch
        {
            SourceBatch batch => Task.FromResult(batch),
            Task<SourceBatch> later => later,
            Exception exception => Task.FromException<SourceBatch>(exception),
            var other => throw new InvalidOperationException($"No answer: {other}"),
        };
    }
}
