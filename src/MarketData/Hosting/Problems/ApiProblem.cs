using System.Diagnostics;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Hosting.Server;
using MarketData.Markets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace MarketData.Hosting.Problems;

/// <summary>An error answer: every error that the service gives is written here.</summary>
internal sealed class ApiProblem(int status, string code, string? detail, IReadOnlyList<ParameterProblem>? errors = null) : IResult
{
    private const int MaxTold = 5;

    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>Stable name of the kind of problem.</summary>
    public string Code => code;

    /// <summary>What is wrong with this request; null if there is nothing to add.</summary>
    public string? Detail => detail;

    /// <summary>Parameters that are wrong; empty if it is not about them.</summary>
    public IReadOnlyList<ParameterProblem> Errors => errors ?? [];

    /// <summary>Seconds after which it makes sense to ask again; null if asking again will not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Parameters that are wrong.</summary>
    public static ApiProblem BadParameters(IReadOnlyList<ParameterProblem> errors) => new(
        StatusCodes.Status400BadRequest,
        errors[0].Code,
        string.Join(" ", errors.Take(MaxTold).Select(error => $"{error.Parameter}: {error.Detail}")),
        errors);

    /// <summary>A parameter that is wrong in a way that only the market can tell, such as a currency that there is no rate for.</summary>
    public static ApiProblem BadParameter(string parameter, string code, string detail, string accepts) =>
        BadParameters([new ParameterProblem(parameter, code, detail, accepts)]);

    /// <summary>An asset that is not there.</summary>
    public static ApiProblem UnknownAsset(string id) => new(
        StatusCodes.Status404NotFound,
        "unknown_asset",
        $"There is no asset '{Shorten(id)}'. GET /v1/search finds assets by name, symbol or id.");

    /// <summary>No data has arrived yet.</summary>
    public static ApiProblem NotReady() => new(
        StatusCodes.Status503ServiceUnavailable, "not_ready", "No source has given any data yet. GET /v1/sources says why.")
    {
        RetryAfterSeconds = 5,
    };

    /// <summary>The service was told to stop, and answers what still comes.</summary>
    public static ApiProblem Stopping() => new(
        StatusCodes.Status503ServiceUnavailable, "stopping", "The service is about to stop. Send requests to another instance.")
    {
        RetryAfterSeconds = 5,
    };

    /// <summary>What a status means when nothing more is known.</summary>
    public static ApiProblem ForStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => new ApiProblem(status, "bad_request", "The request could not be read."),
        StatusCodes.Status404NotFound => new ApiProblem(status, "not_found", "There is nothing at this path. GET /openapi/v1.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => new ApiProblem(status, "method_not_allowed", "The path exists, but not for this method; the Allow header lists those it takes."),
        StatusCodes.Status413PayloadTooLarge => new ApiProblem(status, "body_too_large", "The body is larger than the endpoint takes."),
        StatusCodes.Status415UnsupportedMediaType => new ApiProblem(status, "unsupported_media_type", "The body must be application/json."),
        StatusCodes.Status504GatewayTimeout => new ApiProblem(status, "timeout", "The request took longer than it may and was given up. A shorter range may do."),
        >= 500 => new ApiProblem(status, "internal", "Something went wrong here. The trace id finds it in the log."),
        _ => new ApiProblem(status, "http_" + status, null),
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // The exception handler takes the endpoint away, and keeps it in its feature.
        var endpoint = httpContext.GetEndpoint() ?? httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var form = endpoint?.Metadata.GetMetadata<IProblemForm>();
        var response = httpContext.Response;

        // An exception has cleared them.
        SecurityHeaders.Set(httpContext);
        response.StatusCode = form?.StatusOf(this) ?? status;
        response.ContentType = form is null ? "application/problem+json" : JsonAnswer.ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = form?.Write(this) ?? JsonSerializer.SerializeToUtf8Bytes(
            new ProblemResponse
            {
                Type = "urn:marketdata:problem:" + code,
                Title = ReasonPhrases.GetReasonPhrase(status),
                Status = status,
                Detail = Detail,
                Code = code,
                TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier,
                Errors = errors ?? [],
            },
            ApiJson.TypeInfo<ProblemResponse>(NumberFormat.Full));
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
