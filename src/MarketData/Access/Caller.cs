using MarketData.Access.Keys;
using MarketData.Access.Limits;

namespace MarketData.Access;

/// <summary>Who makes requests, with what is left to it. One object for all requests of the caller.</summary>
/// <param name="name">For the audit log: <c>key:</c> with its id, <c>token:</c> with its subject, or <c>anonymous</c>.</param>
/// <param name="limitKey">What its limits go by, the same in every replica.</param>
/// <param name="plan">Its limits.</param>
internal sealed class Caller(string name, string limitKey, Plan plan)
{
    private volatile ApiKey? _key;
    private volatile Plan _plan = plan;

    /// <summary>For the audit log: <c>key:</c> with its id, <c>token:</c> with its subject, or <c>anonymous</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What its limits go by, the same in every replica.</summary>
    public string LimitKey { get; } = limitKey;

    /// <summary>Its limits.</summary>
    public Plan Plan => _plan;

    /// <summary>Its key, as of the last refresh; null if it has none.</summary>
    public ApiKey? Key => _key;

    /// <summary>What it may do.</summary>
    public AccessScopes Scopes { get; set; }

    /// <summary>Its requests of the minute in this process.</summary>
    public TokenBucket Bucket { get; } = new();

    /// <summary>Its requests of the month; null if they are not counted.</summary>
    public MonthlyUsage? Usage { get; private init; }

    /// <summary>A caller with a key.</summary>
    public static Caller WithKey(ApiKey key, Plan plan) =>
        new("key:" + key.Id, "key:" + key.Id, plan) { _key = key, Scopes = key.Scopes, Usage = new MonthlyUsage() };

    /// <summary>Its key was changed.</summary>
    public void Update(ApiKey key, Plan plan)
    {
        Scopes = key.Scopes;
        _plan = plan;
        _key = key;
    }
}
