using System.Text.Json;
using MarketData.Hosting.Problems;

namespace MarketData.CoinGecko;

/// <summary>Errors as CoinGecko writes them: a text where the request is at fault, a status object where the service is.</summary>
internal sealed class CoinGeckoErrors : IProblemForm
{
    public static readonly CoinGeckoErrors Instance = new();

    /// <summary>CoinGecko's code for a key that is missing or not taken.</summary>
    private const int NoKey = 10002;

    /// <summary>CoinGecko's code for what the plan of a key does not have.</summary>
    private const int NotInPlan = 10005;

    private CoinGeckoErrors()
    {
    }

    public int StatusOf(ApiProblem problem) => problem.Code == "missing_parameter" ? StatusCodes.Status422UnprocessableEntity : problem.Status;

    public byte[] Write(ApiProblem problem) => IsStatus(problem.Status)
        ? JsonSerializer.SerializeToUtf8Bytes(
            new CoinGeckoStatusError(new CoinGeckoStatus(CodeOf(problem.Status), problem.Detail ?? problem.Code)), CoinGeckoJson.TypeInfo<CoinGeckoStatusError>())
        : JsonSerializer.SerializeToUtf8Bytes(new CoinGeckoError(TextOf(problem)), CoinGeckoJson.TypeInfo<CoinGeckoError>());

    public Type TypeOf(int status) => IsStatus(status) ? typeof(CoinGeckoStatusError) : typeof(CoinGeckoError);

    /// <summary>Whether a status is told by an object, which clients look for by <c>status.error_code</c>.</summary>
    private static bool IsStatus(int status) =>
        status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests or >= 500;

    private static int CodeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => NoKey,
        StatusCodes.Status403Forbidden => NotInPlan,
        _ => status,
    };

    private static string TextOf(ApiProblem problem) => problem.Code switch
    {
        "missing_parameter" => $"Missing parameter {problem.Errors[0].Parameter}",
        "unknown_asset" => "coin not found",
        "unknown_category" => "category not found",
        "not_found" => "Incorrect path. Please check /openapi/coingecko.json",
        _ when problem.Errors is [var first, ..] => $"invalid {first.Parameter}",
        _ => problem.Detail ?? problem.Code,
    };
}

/// <summary>An error that the request is at fault for.</summary>
/// <param name="Error">What is wrong.</param>
public sealed record CoinGeckoError(string Error);

/// <summary>An error of the service, of a limit or of a key.</summary>
/// <param name="Status">What is wrong.</param>
public sealed record CoinGeckoStatusError(CoinGeckoStatus Status);

/// <summary>What is wrong.</summary>
/// <param name="ErrorCode">10002: no key, or one that is not taken; 10005: not allowed to the caller; else the HTTP status.</param>
/// <param name="ErrorMessage">What is wrong, in words.</param>
public sealed record CoinGeckoStatus(int ErrorCode, string ErrorMessage);
