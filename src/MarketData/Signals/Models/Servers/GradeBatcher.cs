using System.Threading.Channels;
using MarketData.Caching;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models.Servers;

/// <summary>
/// Puts single requests for grades together into calls of a model: what comes within <see cref="GradeServerOptions.MaxDelay"/> of the first, up to
/// <see cref="GradeServerOptions.MaxBatch"/>. A call has a deadline; after some that failed in a row none is made for a while; whenever the model gives no
/// grades, another stands in, and the answer says why. Safe for concurrent use. One call at a time.
/// </summary>
internal sealed partial class GradeBatcher : IAsyncDisposable
{
    private readonly IGradeModel _model;
    private readonly IGradeModel _standIn;
    private readonly GradeServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<GradeBatcher> _logger;
    private readonly Circuit _circuit;
    private readonly Channel<Request> _requests;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public GradeBatcher(IGradeModel model, IGradeModel standIn, GradeServerOptions options, TimeProvider time, ILogger<GradeBatcher> logger)
    {
        _model = model;
        _standIn = standIn;
        _options = options;
        _time = time;
        _logger = logger;
        _circuit = new Circuit(options.FailuresThatOpen, options.Pause, time);
        _requests = Channel.CreateBounded<Request>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _loop = Task.Run(WorkAsync);
    }

    /// <summary>The grade of one asset. Waits while there is no room.</summary>
    /// <param name="row">The percentiles of the inputs, from 0 to 1; NaN is unknown.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<MadeGrade> GradeAsync(double[] row, CancellationToken cancellationToken)
    {
        var request = new Request(row, new TaskCompletionSource<MadeGrade>(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        await _requests.Writer.WriteAsync(request, cancellationToken);
        return await request.Made.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        var batch = new List<Request>(_options.MaxBatch);
        while (await CollectAsync(batch))
        {
            batch.RemoveAll(request => request.IsGivenUp);
            if (batch.Count > 0)
            {
                await AnswerAsync(batch);
            }

            batch.Clear();
        }

        while (_requests.Reader.TryRead(out var left))
        {
            left.Made.TrySetCanceled();
        }
    }

    /// <summary>Waits for requests; false when the service stops.</summary>
    private async Task<bool> CollectAsync(List<Request> batch)
    {
        if (!await IsThereMoreAsync(_stopping.Token))
        {
            return false;
        }

        using var window = new CancellationTokenSource(_options.MaxDelay, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, _stopping.Token);
        do
        {
            while (batch.Count < _options.MaxBatch && _requests.Reader.TryRead(out var request))
            {
                batch.Add(request);
            }
        }
        while (batch.Count < _options.MaxBatch && await IsThereMoreAsync(either.Token));

        return true;
    }

    private async Task<bool> IsThereMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _requests.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(List<Request> batch)
    {
        var rows = batch.ConvertAll(request => request.Row);
        var source = _model.Source;
        var (grades, fallback) = await TryGradeAsync(rows);
        if (fallback is not null)
        {
            source = _standIn.Source;
            grades = await _standIn.GradeAsync(rows, CancellationToken.None);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Made.TrySetResult(new MadeGrade(grades[i], source, fallback));
        }
    }

    /// <summary>The model's grades, or why there are none.</summary>
    private async Task<(IReadOnlyList<double> Grades, string? Fallback)> TryGradeAsync(IReadOnlyList<double[]> rows)
    {
        if (!_circuit.TryEnter())
        {
            return ([], "circuit_open");
        }

        using var deadline = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _stopping.Token);
        try
        {
            var grades = await _model.GradeAsync(rows, either.Token).WaitAsync(either.Token);
            _circuit.Succeeded();
            return (grades, null);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return ([], "shutting_down");
        }
        catch (OperationCanceledException exception)
        {
            return ([], Failed("timeout", exception));
        }
        catch (GradeModelException exception)
        {
            return ([], Failed(exception.Code, exception));
        }
        catch (Exception exception)
        {
            return ([], Failed("internal", exception));
        }
    }

    private string Failed(string code, Exception exception)
    {
        Log.CallFailed(_logger, exception, _model.Source.Model, code, exception.Message);
        if (_circuit.Failed())
        {
            Log.LeftAlone(_logger, _model.Source.Model, _options.Pause);
        }

        return code;
    }

    private sealed record Request(double[] Row, TaskCompletionSource<MadeGrade> Made, CancellationToken Caller)
    {
        public bool IsGivenUp => Caller.IsCancellationRequested;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Model server {Model}: {Code}; the formula stands in. {Message}")]
        public static partial void CallFailed(ILogger logger, Exception exception, string model, string code, string message);

        [LoggerMessage(2, LogLevel.Warning, "Model server {Model}: too many calls failed; none is made for {Pause}")]
        public static partial void LeftAlone(ILogger logger, string model, TimeSpan pause);
    }
}

/// <summary>A grade with what made it.</summary>
/// <param name="Grade">0 to 100.</param>
/// <param name="MadeBy">What made it: the model, or what stood in for it.</param>
/// <param name="Fallback">Why another stood in for the model; null if it was the model.</param>
internal readonly record struct MadeGrade(double Grade, GradeSource MadeBy, string? Fallback);
