using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace MarketData.Ingestion.Sources.Http;

/// <summary>
/// The way of every source to its provider: within the budget, silent during a ban, with retries that fit the poll, never
/// redirected, and never reading more than allowed.
/// </summary>
internal sealed partial class SourceHttpClient
{
    // A poll that is not over by then would delay the next one, or a shutdown.
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMinutes(5);

    private readonly string _source;
    private readonly HttpClient _http;
    private readonly SourceOptions _options;
    private readonly Uri _baseUrl;
    private readonly TimeProvider _time;
    private readonly ILogger<SourceHttpClient> _logger;
    private readonly ResiliencePipeline _pipeline;

    public SourceHttpClient(
        string source, HttpClient http, SourceOptions options, TimeProvider time, ILogger<SourceHttpClient> logger, TimeSpan? firstRetryDelay = null)
    {
        _source = source;
        _http = http;
        _options = options;
        _baseUrl = options.ResolveBaseUrl();
        _time = time;
        _logger = logger;
        Budget = new RequestBudget(ZeroIsNone(options.RequestsPerMinute), ZeroIsNone(options.RequestsPerMonth), time);
        _pipeline = SourcePipeline.Build(this, firstRetryDelay ?? TimeSpan.FromSeconds(1));

        if (options.RequestsPerMonth > 0 && options.PlannedRequestsPerMonth > options.RequestsPerMonth)
        {
            LogBudgetTooSmall(source, options.PlannedRequestsPerMonth, options.RequestsPerMonth);
        }
    }

    public RequestBudget Budget { get; }

    /// <summary>How long a request that can wait has to, so that polls always find theirs; zero if it may be made now.</summary>
    public TimeSpan UntilSpare => Budget.UntilSpare(_options.Enabled ? _options.PlannedRequestsPerMonth : 0);

    internal TimeProvider Time => _time;

    internal TimeSpan Timeout => _options.Timeout;

    public SourcePoll StartPoll() =>
        new(this, _time.GetUtcNow() + (_options.Interval < LongestPoll ? _options.Interval : LongestPoll));

    /// <exception cref="SourceException">No answer, or none that can be read.</exception>
    public async Task<T> GetAsync<T>(SourcePoll poll, string path, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        await WaitForSlotAsync(poll, cancellationToken);

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(SourcePipeline.Poll, poll);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, request) => request.Client.AttemptAsync(request.Poll, request.Address, request.Read, context.CancellationToken),
                context,
                (Client: this, Poll: poll, Address: new Uri(_baseUrl, path), Read: read));
        }
        catch (SourceFault fault)
        {
            throw new SourceException(fault.Code, fault.Message, fault.InnerException, poll.Requests);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new SourceException(FaultCode.Timeout, "No complete answer in time.", exception, poll.Requests);
        }
        catch (BrokenCircuitException)
        {
            throw new SourceException(FaultCode.CircuitOpen, "Too many requests failed; the next is tried in a while.", requests: poll.Requests);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    internal void OnRetry(Exception? exception, int attempt, TimeSpan delay) =>
        LogRetry(_source, exception is SourceFault fault ? fault.Code : FaultCode.Timeout, attempt, delay);

    internal void OnCircuitOpened(TimeSpan duration) => LogCircuitOpened(_source, duration);

    private static int? ZeroIsNone(int limit) => limit > 0 ? limit : null;

    /// <summary>Spreads a poll of many pages over the minutes that the provider's limit asks for.</summary>
    private async Task WaitForSlotAsync(SourcePoll poll, CancellationToken cancellationToken)
    {
        var wait = Budget.UntilNextSlot;
        if (wait > TimeSpan.Zero && Budget.Current.BannedUntil is null && _time.GetUtcNow() + wait < poll.Deadline)
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private async ValueTask<T> AttemptAsync<T>(SourcePoll poll, Uri address, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        Budget.Take();
        poll.Requests++;
        try
        {
            using var response = await SendAsync(address, cancellationToken);
            await ResponseCheck.ThrowUnlessUsableAsync(response, _options.MaxBodyBytes, _time, cancellationToken);
            await using var body = await OpenBodyAsync(response, cancellationToken);
            return await ReadAsync(body, read, cancellationToken);
        }
        catch (SourceFault fault) when (fault.IsBan)
        {
            var duration = BanRules.Duration(fault);
            Budget.Ban(duration);
            LogBan(_source, fault.Code, duration);
            throw Redact(fault);
        }
        catch (SourceFault fault)
        {
            throw Redact(fault);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceFault(FaultCode.Timeout, "No connection in time.", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (_options.KeyHeader is { } header && !string.IsNullOrWhiteSpace(_options.ApiKey))
            {
                request.Headers.TryAddWithoutValidation(header, _options.ApiKey.Trim());
            }

            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new SourceFault(FaultCode.TooLarge, "The headers of the answer are too large.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new SourceFault(FaultCode.Unreachable, $"{address.Host} cannot be reached: {exception.HttpRequestError}.", exception);
        }
    }

    private async Task<Stream> OpenBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), _options.MaxBodyBytes);

    private static async ValueTask<T> ReadAsync<T>(Stream body, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(await SourceAnswer.OpenAsync(body, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new SourceFault(FaultCode.BadJson, "The answer is not JSON of the expected form.", exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new SourceFault(FaultCode.Truncated, "The connection was lost within the answer.", exception);
        }
    }

    /// <summary>A provider may repeat the key that it refuses.</summary>
    private SourceFault Redact(SourceFault fault) =>
        _options.ApiKey?.Trim() is { Length: > 0 } key && fault.Message.Contains(key, StringComparison.OrdinalIgnoreCase)
            ? new SourceFault(fault.Code, fault.Message.Replace(key, "***", StringComparison.OrdinalIgnoreCase)) { RetryAfter = fault.RetryAfter }
            : fault;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source}: {Code}; attempt {Attempt} failed, the next is in {Delay}")]
    private partial void LogRetry(string source, string code, int attempt, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source}: {Code}; no request is made for {Duration}")]
    private partial void LogBan(string source, string code, TimeSpan duration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source}: too many requests failed; none is made for {Duration}")]
    private partial void LogCircuitOpened(string source, TimeSpan duration);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Source}: the settings ask for {Planned:F0} requests in a month of 31 days and RequestsPerMonth allows {Allowed}: "
            + "polling will stop before the month is over. Raise Interval, lower Pages, or raise RequestsPerMonth if the plan allows it")]
    private partial void LogBudgetTooSmall(string source, double planned, int allowed);
}
