using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace MarketData.Caching;

/// <summary>
/// Settings of Redis, section <c>Redis</c>. Redis is used when <c>ConnectionStrings:Redis</c> is set, in the form
/// <c>host:port,password=…,ssl=true</c>; several <c>host:port</c> name the nodes of a cluster.
/// </summary>
public sealed class RedisOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Redis";

    /// <summary>
    /// Longest time that a request waits for one answer of Redis; it then goes on without. Default 50 milliseconds; 1 millisecond to 1 second.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Unanswered calls in a row after which Redis is left alone for <see cref="Pause"/>. Default 3; 1 to 100.</summary>
    public int FailuresThatOpen { get; set; } = 3;

    /// <summary>How long Redis is left alone before one call tries it again. Default 1 second; 100 milliseconds to 1 minute.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>First part of every key and channel, so that installations can share a server. Default <c>md</c>; 1 to 32 letters, digits, dashes.</summary>
    public string KeyPrefix { get; set; } = "md";
}

/// <summary>Says of a wrong setting what to write instead. Never repeats a connection string: it may hold a password.</summary>
internal sealed class RedisOptionsValidator(IConfiguration configuration) : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var failures = new List<string>();
        if (options.Timeout < TimeSpan.FromMilliseconds(1) || options.Timeout > TimeSpan.FromSeconds(1))
        {
            failures.Add($"Redis:Timeout is {options.Timeout}; set it from 00:00:00.001 to 00:00:01.");
        }

        if (options.FailuresThatOpen is < 1 or > 100)
        {
            failures.Add($"Redis:FailuresThatOpen is {options.FailuresThatOpen}; set it from 1 to 100.");
        }

        if (options.Pause < TimeSpan.FromMilliseconds(100) || options.Pause > TimeSpan.FromMinutes(1))
        {
            failures.Add($"Redis:Pause is {options.Pause}; set it from 00:00:00.1 to 00:01:00.");
        }

        if (options.KeyPrefix.Length is < 1 or > 32 || !options.KeyPrefix.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            failures.Add($"Redis:KeyPrefix is '{options.KeyPrefix}'; set 1 to 32 letters, digits and dashes.");
        }

        if (configuration.GetConnectionString("Redis") is { } connectionString && !string.IsNullOrWhiteSpace(connectionString) && !NamesServer(connectionString))
        {
            failures.Add("ConnectionStrings:Redis cannot be read: write it as redis.example.org:6379,password=… (an address such as redis://… is not taken).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool NamesServer(string connectionString)
    {
        try
        {
            return !connectionString.Contains("://", StringComparison.Ordinal) && ConfigurationOptions.Parse(connectionString).EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
