using MarketData.Access.Limits;

namespace MarketData.Access.Keys;

/// <summary>A key, without its secret.</summary>
/// <param name="Id">Public part of the key, which names it.</param>
/// <param name="Name">Whose it is, in the administrator's words.</param>
/// <param name="Scopes">What it may do: <c>read</c>, <c>stream</c>, <c>rank</c>, <c>admin</c>.</param>
/// <param name="Plan">Name of its plan.</param>
/// <param name="State">Whether it is taken.</param>
/// <param name="CreatedAt">When it was made, by our clock.</param>
/// <param name="ExpiresAt">From then on it is refused; null: never.</param>
/// <param name="RevokedAt">When it was revoked, by our clock; null: it was not.</param>
/// <param name="ReplacedBy">Id of the key that it was rotated into; null: it was not.</param>
public sealed record KeyResponse(
    string Id,
    string Name,
    IReadOnlyList<string> Scopes,
    string Plan,
    KeyState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    string? ReplacedBy)
{
    internal static KeyResponse Of(ApiKey key, DateTimeOffset now) => new(
        key.Id, key.Name, AccessScopesText.ToWords(key.Scopes), key.Plan, key.StateAt(now), key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.ReplacedBy);
}

/// <summary>Keys.</summary>
/// <param name="Data">The keys, by id.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
public sealed record KeysResponse(IReadOnlyList<KeyResponse> Data, string? Next);

/// <summary>One key.</summary>
/// <param name="Data">The key.</param>
public sealed record KeyAnswer(KeyResponse Data);

/// <summary>A key that was made, with its text: the only time that it is shown.</summary>
/// <param name="Data">The key.</param>
/// <param name="Key">Its text, which callers send.</param>
public sealed record CreatedKeyResponse(KeyResponse Data, string Key);

/// <summary>What a key is made of.</summary>
/// <param name="Name">Whose it is: 1 to 100 characters.</param>
/// <param name="Scopes">What it may do; absent: <c>read</c>, <c>stream</c> and <c>rank</c>.</param>
/// <param name="Plan">Name of its plan; absent: <c>standard</c>.</param>
/// <param name="ExpiresInDays">Days for which it is taken, 1 to 3650; absent: for ever.</param>
public sealed record CreateKeyRequest(string Name, IReadOnlyList<string>? Scopes = null, string? Plan = null, int? ExpiresInDays = null);

/// <summary>How a key is replaced.</summary>
/// <param name="OverlapHours">Hours for which the old key goes on, 0 to 8760; absent: 24.</param>
public sealed record RotateKeyRequest(int? OverlapHours = null);

/// <summary>The caller, its limits and what is left of them.</summary>
/// <param name="Key">Id of the key; null for a caller without one.</param>
/// <param name="Name">Whose it is, in the administrator's words; null for a caller without a key.</param>
/// <param name="Scopes">What the caller may do.</param>
/// <param name="Plan">Name of the plan.</param>
/// <param name="ExpiresAt">When the key ends; null: never, or there is none.</param>
/// <param name="RequestsPerMinute">Requests that the plan allows in a minute; null: as many as come.</param>
/// <param name="RemainingThisMinute">Requests that would be taken at once; null without a limit.</param>
/// <param name="RequestsPerMonth">Requests that the plan allows in a calendar month (UTC); null: as many as come.</param>
/// <param name="UsedThisMonth">Requests of the month so far, over all replicas as of the last few seconds; null where they are not counted.</param>
/// <param name="RemainingThisMonth">Requests that are left of the month; null without a limit.</param>
/// <param name="MonthEndsAt">When the count begins anew.</param>
public sealed record CallerResponse(
    string? Key,
    string? Name,
    IReadOnlyList<string> Scopes,
    string Plan,
    DateTimeOffset? ExpiresAt,
    int? RequestsPerMinute,
    long? RemainingThisMinute,
    long? RequestsPerMonth,
    long? UsedThisMonth,
    long? RemainingThisMonth,
    DateTimeOffset MonthEndsAt)
{
    internal static CallerResponse Of(Caller caller, RateLimiter limiter, DateTimeOffset now)
    {
        var used = caller.Usage?.CountAt(now);
        long? perMonth = caller.Plan.RequestsPerMonth > 0 && used is not null ? caller.Plan.RequestsPerMonth : null;
        return new CallerResponse(
            caller.Key?.Id,
            caller.Key?.Name,
            AccessScopesText.ToWords(caller.Scopes),
            caller.Plan.Name,
            caller.Key?.ExpiresAt,
            caller.Plan.RequestsPerMinute > 0 ? caller.Plan.RequestsPerMinute : null,
            limiter.Remaining(caller),
            perMonth,
            used,
            perMonth is null ? null : Math.Max(0, perMonth.Value - used!.Value),
            MonthlyUsage.EndOf(now));
    }
}

/// <summary>The caller.</summary>
/// <param name="Data">The caller, its limits and what is left of them.</param>
public sealed record CallerAnswer(CallerResponse Data);
