using System.Net;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Doctor;

/// <summary>Whether each enabled provider can be reached and takes our key, with one request, and whether its budget will do.</summary>
internal sealed class SourcesCheck(IServiceProvider services, IOptions<IngestionOptions> options, TimeProvider time) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "sources";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var enabled = options.Value.Sources.Providers.Where(provider => provider.Options.Enabled).ToList();
        if (enabled.Count == 0)
        {
            return [new Finding(Name, Verdict.Ok, "the sample market alone")];
        }

        var findings = await Task.WhenAll(enabled.Select(provider => AskAsync(provider.Name, provider.Options, cancellationToken)));
        return [.. findings.SelectMany(finding => finding), .. await ExamineBudgetsAsync(enabled, cancellationToken)];
    }

    private async Task<IReadOnlyList<Finding>> AskAsync(string name, SourceOptions source, CancellationToken cancellationToken)
    {
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(name);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(source.ResolveBaseUrl(), source.ProbePath));
        if (source.KeyHeader is { } header && !string.IsNullOrWhiteSpace(source.ApiKey))
        {
            request.Headers.TryAddWithoutValidation(header, source.ApiKey.Trim());
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).WaitAsync(Patience, cancellationToken);
            var answer = Judge(name, source, response);
            return response.Headers.Date is { } date ? [answer, ClockFinding.Of(name, date, time.GetUtcNow())] : [answer];
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            var reason = exception is HttpRequestException { HttpRequestError: var error } ? $"{error}" : $"no answer within {Patience.TotalSeconds} s";
            return [new Finding(Name, Verdict.Fail, $"{name}: {request.RequestUri!.Host} cannot be reached ({reason})", "Check name resolution and outgoing connections (443), a proxy in HTTPS_PROXY, and BaseUrl.")];
        }
    }

    private Finding Judge(string name, SourceOptions source, HttpResponseMessage response)
    {
        var hasKey = !string.IsNullOrWhiteSpace(source.ApiKey);
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new Finding(Name, Verdict.Ok, $"{name}: reached{(hasKey ? ", the key is taken" : "")}"),
            < HttpStatusCode.BadRequest => new Finding(Name, Verdict.Fail, $"{name}: points elsewhere ({status})", "Redirects are not followed: set BaseUrl to where the provider is now."),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Finding(
                Name, Verdict.Fail, $"{name}: {(hasKey ? "refuses the key" : "wants a key")} ({status})", "Set ApiKey to a key that is valid and Plan to what it belongs to."),
            HttpStatusCode.TooManyRequests or (HttpStatusCode)418 => new Finding(
                Name, Verdict.Warn, $"{name}: shuts this address out for now ({status})", "Raise Interval, lower Pages, or get a key; do not ask again and again."),
            _ => new Finding(Name, Verdict.Fail, $"{name}: answers {status}", "Look at the provider's status page; check BaseUrl."),
        };
    }

    private async Task<IEnumerable<Finding>> ExamineBudgetsAsync(
        IReadOnlyList<(string Name, SourceOptions Options)> enabled, CancellationToken cancellationToken)
    {
        var findings = enabled
            .Where(provider => provider.Options.RequestsPerMonth > 0 && provider.Options.PlannedRequestsPerMonth > provider.Options.RequestsPerMonth)
            .Select(provider => new Finding(
                Name, Verdict.Warn,
                $"{provider.Name}: polls take {provider.Options.PlannedRequestsPerMonth:0} requests a month, and RequestsPerMonth is {provider.Options.RequestsPerMonth}",
                "Raise Interval, lower Pages, or raise RequestsPerMonth if your plan has more."));
        var used = await UsedAsync(cancellationToken);
        return findings.Concat(enabled
            .Where(provider => provider.Options.RequestsPerMonth > 0 && used.GetValueOrDefault(provider.Name) >= provider.Options.RequestsPerMonth)
            .Select(provider => new Finding(
                Name, Verdict.Fail,
                $"{provider.Name}: all {provider.Options.RequestsPerMonth} requests of this month are spent",
                "Nothing is polled until the next month; get a larger plan and raise RequestsPerMonth.")));
    }

    /// <summary>Requests of this month by source; none where the database cannot say, which is another check's matter.</summary>
    private async Task<IReadOnlyDictionary<string, int>> UsedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            return await services.GetRequiredService<IMarketStore>().CountRequestsAsync(new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero), cancellationToken);
        }
        catch (System.Data.Common.DbException)
        {
            return new Dictionary<string, int>();
        }
    }
}
