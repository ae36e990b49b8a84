using MarketData.Signals.Grades;
using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests.Signals.Models.Servers;

public sealed class GradeBatcherTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new(Make.Now);
    private readonly ScriptedModel _model = new(new GradeSource("remote", "3"));
    private readonly ScriptedModel _formula = new(new GradeSource("trader", "1")) { Answer = rows => [.. rows.Select(row => row[0] / 2)] };
    private GradeBatcher? _batcher;

    public async ValueTask DisposeAsync()
    {
        if (_batcher is not null)
        {
            await _batcher.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1000, 64, 16)]
    [InlineData(1000, 1000, 1)]
    [InlineData(1000, 7, 143)]
    public async Task GradeAsync_AThousandAtOnce_AreTheFewestCallsThatHoldThem(int requests, int maxBatch, int calls)
    {
        var batcher = Batcher(new GradeServerOptions { MaxBatch = maxBatch, MaxDelay = TimeSpan.FromSeconds(1) });
        var made = Enumerable.Range(0, requests).Select(i => batcher.GradeAsync([i % 100], CancellationToken.None)).ToArray();
        await UntilAsync(() => _model.Rows >= requests - (requests % maxBatch));
        if (requests % maxBatch > 0)
        {
            // The last call is not full: it goes when the window closes.
            await AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => _model.Rows == requests);
        }

        (await Task.WhenAll(made).WaitAsync(Patience)).Select(grade => grade.Grade).ShouldBe(Enumerable.Range(0, requests).Select(i => (double)(i % 100)));
        _model.Calls.ShouldBe(calls);
        _formula.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task GradeAsync_OneAlone_GoesWhenTheWindowClosesAndNotBefore()
    {
        var batcher = Batcher(new GradeServerOptions { MaxDelay = TimeSpan.FromMilliseconds(5) });

        var made = batcher.GradeAsync([10], CancellationToken.None);

        await UntilAsync(() => _time.TimerCount > 0);
        _model.Calls.ShouldBe(0);
        await AdvanceUntilAsync(TimeSpan.FromMilliseconds(5), () => _model.Calls == 1);
        (await made.WaitAsync(Patience)).ShouldBe(new MadeGrade(10, new GradeSource("remote", "3"), null));
    }

    [Fact]
    public async Task GradeAsync_ModelFails_TheFormulaStandsInAndSaysWhy()
    {
        _model.Answer = _ => throw new GradeModelException("wrong_shape", "no");

        (await OneAsync(Batcher(new GradeServerOptions { MaxBatch = 1 }))).ShouldBe(new MadeGrade(5, new GradeSource("trader", "1"), "wrong_shape"));
    }

    [Fact]
    public async Task GradeAsync_ModelBreaksUnforeseen_TheFormulaStandsIn()
    {
        _model.Answer = _ => throw new InvalidOperationException("?");

        (await OneAsync(Batcher(new GradeServerOptions { MaxBatch = 1 }))).Fallback.ShouldBe("internal");
    }

    [Fact]
    public async Task GradeAsync_ModelNeverAnswers_TheFormulaStandsInAtTheDeadline()
    {
        _model.Hangs = true;
        var batcher = Batcher(new GradeServerOptions { MaxBatch = 1, Timeout = TimeSpan.FromSeconds(2) });

        var made = batcher.GradeAsync([10], CancellationToken.None);
        await UntilAsync(() => _model.Calls == 1);
        made.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await made.WaitAsync(Patience)).ShouldBe(new MadeGrade(5, new GradeSource("trader", "1"), "timeout"));
    }

    [Fact]
    public async Task GradeAsync_ModelFailsInARow_IsLeftAloneForThePauseAndThenAskedAgain()
    {
        _model.Answer = _ => throw new GradeModelException("http_503", "no");
        var batcher = Batcher(new GradeServerOptions { MaxBatch = 1, FailuresThatOpen = 3, Pause = TimeSpan.FromSeconds(30) });

        var fallbacks = new List<string?>();
        for (var i = 0; i < 6; i++)
        {
            fallbacks.Add((await OneAsync(batcher)).Fallback);
        }

        fallbacks.ShouldBe(["http_503", "http_503", "http_503", "circuit_open", "circuit_open", "circuit_open"]);
        _model.Calls.ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(30));
        _model.Answer = rows => [.. rows.Select(row => row[0])];
        (await OneAsync(batcher)).Fallback.ShouldBeNull();
        (await OneAsync(batcher)).Fallback.ShouldBeNull();
    }

    [Fact]
    public async Task GradeAsync_CallerLeavesBeforeTheCall_CostsTheModelNothing()
    {
        var batcher = Batcher(new GradeServerOptions { MaxBatch = 2, MaxDelay = TimeSpan.FromSeconds(1) });
        using var left = new CancellationTokenSource();
        var gone = batcher.GradeAsync([1], left.Token);
        await UntilAsync(() => _time.TimerCount > 0);
        await left.CancelAsync();

        var made = await batcher.GradeAsync([10], CancellationToken.None).WaitAsync(Patience);

        made.Grade.ShouldBe(10);
        _model.Rows.ShouldBe(1);
        await Should.ThrowAsync<OperationCanceledException>(gone);
    }

    [Fact]
    public async Task GradeAsync_NoRoom_WaitsAndLosesNothing()
    {
        _model.Hangs = true;
        var batcher = Batcher(new GradeServerOptions { MaxBatch = 1, QueueCapacity = 2, Timeout = TimeSpan.FromSeconds(2), FailuresThatOpen = 1 });

        var made = Enumerable.Range(0, 20).Select(i => batcher.GradeAsync([i], CancellationToken.None)).ToArray();
        await UntilAsync(() => _model.Calls == 1);
        _time.Advance(TimeSpan.FromSeconds(2));

        (await Task.WhenAll(made).WaitAsync(Patience)).Select(grade => grade.Grade).Order().ShouldBe(Enumerable.Range(0, 20).Select(i => i / 2.0));
    }

    [Fact]
    public async Task DisposeAsync_WhileTheModelHangs_EndsAndTellsThoseWhoWait()
    {
        _model.Hangs = true;
        var batcher = Batcher(new GradeServerOptions { MaxBatch = 1 });
        var first = batcher.GradeAsync([1], CancellationToken.None);
        var second = batcher.GradeAsync([2], CancellationToken.None);
        await UntilAsync(() => _model.Calls == 1);

        await batcher.DisposeAsync().AsTask().WaitAsync(Patience);

        (await first.WaitAsync(Patience)).Fallback.ShouldBe("shutting_down");
        await Should.ThrowAsync<OperationCanceledException>(second.WaitAsync(Patience));
        _batcher = null;
    }

    private GradeBatcher Batcher(GradeServerOptions options) =>
        _batcher = new GradeBatcher(_model, _formula, options, _time, NullLogger<GradeBatcher>.Instance);

    private static Task<MadeGrade> OneAsync(GradeBatcher batcher) => batcher.GradeAsync([10], CancellationToken.None).WaitAsync(Patience);

    private async Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition) => await UntilAsync(() =>
    {
        _time.Advance(step);
        return condition();
    });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    /// <summary>A model that answers what a test says, by default the first input.</summary>
    private sealed class ScriptedModel(GradeSource source) : IGradeModel
    {
        private int _calls;
        private int _rows;

        public Func<IReadOnlyList<double[]>, IReadOnlyList<double>> Answer { get; set; } = rows => [.. rows.Select(row => row[0])];

        public bool Hangs { get; set; }

        public int Calls => Volatile.Read(ref _calls);

        public int Rows => Volatile.Read(ref _rows);

        public GradeSource Source { get; } = source;

        public async Task<IReadOnlyList<double>> GradeAsync(IReadOnlyList<double[]> rows, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            Interlocked.Add(ref _rows, rows.Count);
            if (Hangs)
            {
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
            }

            return Answer(rows);
        }
    }
}
