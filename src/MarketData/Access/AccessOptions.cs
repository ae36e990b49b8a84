using Microsoft.Extensions.Options;

namespace MarketData.Access;

/// <summary>Settings of access and limits, section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Access";

    /// <summary>Name of the plan of callers without credentials, each client address for itself.</summary>
    public const string AnonymousPlan = "anonymous";

    /// <summary>Name of the plan that a key has unless another is named.</summary>
    public const string StandardPlan = "standard";

    /// <summary>Whether callers without credentials may read. Default: in Development yes, otherwise no.</summary>
    public bool? Anonymous { get; set; }

    /// <summary>
    /// Plans by name, letter case counts. Always there: <c>anonymous</c> (600 requests a minute; in Development as many as come) and <c>standard</c>
    /// (600 a minute, 1,000,000 a month).
    /// </summary>
    public Dictionary<string, PlanOptions> Plans { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How often a replica asks the database for changed keys and tells it of what keys used: the longest time until a revocation is in
    /// force everywhere. Default 2 seconds; 1 to 5 seconds.
    /// </summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Expensive work that runs at once, over all callers: readings of history, which wait for room, streamed answers and requests of the
    /// quarantine, of which one more is refused with 503. Default 32; 1 to 10,000.
    /// </summary>
    public int ConcurrentExpensiveRequests { get; set; } = 32;

    /// <summary>Bearer tokens of an OpenID Connect issuer.</summary>
    public TokenOptions Tokens { get; set; } = new();
}

/// <summary>Settings of bearer tokens, section <c>Access:Tokens</c>. Tokens are taken when <see cref="Authority"/> is set.</summary>
public sealed class TokenOptions
{
    /// <summary>
    /// Address of the issuer, below which it serves <c>.well-known/openid-configuration</c>; <c>https</c>, or <c>http</c> on this machine.
    /// Default empty: no tokens are taken.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>What the claim <c>aud</c> of a token must name: this service, as the issuer knows it.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Plan of callers with a token, each subject for itself. Default <c>standard</c>; months are not counted.</summary>
    public string Plan { get; set; } = AccessOptions.StandardPlan;
}

/// <summary>Limits of a plan.</summary>
public sealed class PlanOptions
{
    /// <summary>Requests in a minute, all of which may come at once. Default 600; 1 to 1,000,000, or 0: as many as come.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Requests in a calendar month (UTC). Default 0: as many as come; up to 1,000,000,000,000. Not counted for callers without a key.</summary>
    public long RequestsPerMonth { get; set; }
}

/// <summary>Fills in what depends on the environment: a developer's own machine is open, anything else is closed.</summary>
internal sealed class AccessDefaults(IHostEnvironment environment) : IPostConfigureOptions<AccessOptions>
{
    public void PostConfigure(string? name, AccessOptions options)
    {
        options.Anonymous ??= environment.IsDevelopment();
        options.Plans.TryAdd(AccessOptions.AnonymousPlan, new PlanOptions { RequestsPerMinute = environment.IsDevelopment() ? 0 : 600 });
        options.Plans.TryAdd(AccessOptions.StandardPlan, new PlanOptions { RequestsPerMonth = 1_000_000 });
    }
}

internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    private const int MostPerMinute = 1_000_000;
    private const long MostPerMonth = 1_000_000_000_000;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var problems = new List<string>();
        if (options.RefreshInterval < TimeSpan.FromSeconds(1) || options.RefreshInterval > TimeSpan.FromSeconds(5))
        {
            problems.Add($"Access:RefreshInterval is {options.RefreshInterval}; set it from 00:00:01 to 00:00:05.");
        }

        if (options.ConcurrentExpensiveRequests is < 1 or > 10_000)
        {
            problems.Add($"Access:ConcurrentExpensiveRequests is {options.ConcurrentExpensiveRequests}; set it from 1 to 10000.");
        }

        AddTokenProblems(options, problems);
        foreach (var (plan, limits) in options.Plans)
        {
            if (limits.RequestsPerMinute is < 0 or > MostPerMinute)
            {
                problems.Add($"Access:Plans:{plan}:RequestsPerMinute is {limits.RequestsPerMinute}; set it from 1 to {MostPerMinute}, or to 0 for no limit.");
            }

            if (limits.RequestsPerMonth is < 0 or > MostPerMonth)
            {
                problems.Add($"Access:Plans:{plan}:RequestsPerMonth is {limits.RequestsPerMonth}; set it from 1 to {MostPerMonth}, or to 0 for no limit.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void AddTokenProblems(AccessOptions options, List<string> problems)
    {
        var tokens = options.Tokens;
        if (tokens.Authority.Length == 0)
        {
            return;
        }

        if (!Uri.TryCreate(tokens.Authority, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            problems.Add($"Access:Tokens:Authority is '{tokens.Authority}'; write the https address of the issuer, such as https://login.example.org/realms/main.");
        }

        if (string.IsNullOrWhiteSpace(tokens.Audience))
        {
            problems.Add("Access:Tokens:Audience is empty; write what tokens for this service have in the claim aud: without it a token for any service would do.");
        }

        if (!options.Plans.ContainsKey(tokens.Plan))
        {
            problems.Add($"Access:Tokens:Plan is '{tokens.Plan}'; write one of {string.Join(", ", options.Plans.Keys)}.");
        }
    }
}
