using System.Security.Cryptography;

namespace MarketData.Access.Keys;

/// <summary>An API key as the service holds it: without its secret.</summary>
/// <param name="Id">Public part of the key, which names it in lists and logs.</param>
/// <param name="SecretHash">SHA-256 of the whole key.</param>
/// <param name="Name">Whose it is, in the administrator's words.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Plan">Name of its plan; its limits are settings.</param>
/// <param name="CreatedAt">When it was made, by our clock.</param>
/// <param name="ExpiresAt">From then on it is refused; null: never.</param>
/// <param name="RevokedAt">When it was revoked, by our clock; null: it was not.</param>
/// <param name="ReplacedBy">Id of the key that it was rotated into; null: it was not.</param>
/// <param name="Version">Number of its last change among those of all keys.</param>
internal sealed record ApiKey(
    string Id,
    byte[] SecretHash,
    string Name,
    AccessScopes Scopes,
    string Plan,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    string? ReplacedBy,
    long Version)
{
    /// <summary>Whether a key of this id is this one. Takes the same time wherever they differ.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, SecretHash);

    public KeyState StateAt(DateTimeOffset now) =>
        RevokedAt is not null ? KeyState.Revoked
        : ExpiresAt <= now ? KeyState.Expired
        : KeyState.Active;
}

/// <summary>Whether a key is taken.</summary>
public enum KeyState
{
    /// <summary>It is taken.</summary>
    Active,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>An administrator ended it.</summary>
    Revoked,
}
