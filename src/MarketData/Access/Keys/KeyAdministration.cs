using MarketData.Access.Limits;
using MarketData.Database;

namespace MarketData.Access.Keys;

/// <summary>What an administrator does with keys, each act with its entry in the audit log. Takes effect on this replica at once.</summary>
internal sealed class KeyAdministration(AccessStore store, KeyRing ring, Plans plans, TimeProvider time)
{
    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>Longest time for which a key is made, and for which a replaced one goes on.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(3_650);

    public bool HasPlan(string plan) => plans.Names.Contains(plan);

    /// <summary>Why a key cannot be made as asked; null if it can.</summary>
    public string? ProblemOf(string name, AccessScopes scopes, string plan, TimeSpan? life) =>
        name.Length is 0 or > LongestName || name.Any(char.IsControl) ? $"name: 1 to {LongestName} characters without control characters."
        : scopes == AccessScopes.None ? $"scopes: at least one of {string.Join(", ", AccessScopesText.Words)}."
        : !HasPlan(plan) ? $"plan: one of {string.Join(", ", plans.Names)}."
        : life <= TimeSpan.Zero || life > LongestLife ? "expires: a time above 0, to 3650 days."
        : null;

    /// <summary>Makes a key that is taken for a length of life; null: for ever. The text is the key itself, which exists nowhere else.</summary>
    public async Task<(string Text, ApiKey Key)> CreateAsync(
        Actor actor, string name, AccessScopes scopes, string plan, TimeSpan? life, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (text, key) = Make(name, scopes, plan, now, life);
        var detail = $"{name}; {string.Join(", ", AccessScopesText.ToWords(scopes))}; plan {plan}; {(key.ExpiresAt is { } end ? $"until {end:u}" : "without end")}";
        await store.AddAsync(key, actor.Did("key.create", key.Id, detail, now), cancellationToken);
        await ring.RefreshAsync(cancellationToken);
        return (text, key);
    }

    /// <summary>
    /// Makes a key with the name, scopes, plan and length of life of another, which goes on for a while: clients can be changed one
    /// after the other. Null if there is no such key, or it is no longer taken or replaced already.
    /// </summary>
    public async Task<(string Text, ApiKey Key)?> RotateAsync(Actor actor, string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await store.FindAsync(id, cancellationToken) is not { } old || old.StateAt(now) != KeyState.Active)
        {
            return null;
        }

        var (text, key) = Make(old.Name, old.Scopes, old.Plan, now, old.ExpiresAt - old.CreatedAt);
        var end = old.ExpiresAt < now + overlap ? old.ExpiresAt.Value : now + overlap;
        var act = actor.Did("key.rotate", id, $"replaced by {key.Id}; taken until {end:u}", now);
        if (!await store.ReplaceAsync(id, end, key, act, cancellationToken))
        {
            return null;
        }

        await ring.RefreshAsync(cancellationToken);
        return (text, key);
    }

    /// <summary>Ends a key for good; null if there is none of that id. One that is revoked already stays as it is.</summary>
    public async Task<ApiKey?> RevokeAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.RevokeAsync(id, now, actor.Did("key.revoke", id, "refused from now on", now), cancellationToken);
        await ring.RefreshAsync(cancellationToken);
        return await store.FindAsync(id, cancellationToken);
    }

    private static (string Text, ApiKey Key) Make(string name, AccessScopes scopes, string plan, DateTimeOffset now, TimeSpan? life)
    {
        var text = ApiKeyText.Create();
        ApiKeyText.TryGetId(text, out var id);
        return (text, new ApiKey(id.ToString(), ApiKeyText.Hash(text), name, scopes, plan, now, now + life, null, null, 0));
    }
}
