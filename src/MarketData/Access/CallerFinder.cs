using MarketData.Access.Keys;
using Microsoft.Extensions.Options;

namespace MarketData.Access;

/// <summary>Finds who makes a request by its credential, and refuses credentials that are not taken.</summary>
internal sealed class CallerFinder(KeyRing ring, AddressCallers addresses, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly bool _allowsAnonymous = options.Value.Anonymous == true;

    /// <summary>The caller, or why there is none. Allocates nothing where the credential is a key that is taken.</summary>
    /// <param name="credential">The credential of the request.</param>
    /// <param name="atAddress">The caller that the request would be without its credential.</param>
    /// <param name="problem">The refusal; null if there is none.</param>
    public Caller? Find(in Credential credential, Caller atAddress, out AccessProblem? problem)
    {
        problem = null;
        switch (credential.Kind)
        {
            case CredentialKind.None:
                return Anonymous(atAddress, ref problem);
            case CredentialKind.Key when credential.IsOfProvider && _allowsAnonymous && !ApiKeyText.LooksLikeKey(credential.Text):
                // A client that was written for the provider sends the key that it has there, and need not be changed.
                return atAddress;
            case CredentialKind.Key:
                return WithKey(credential.Text, ref problem);
            case CredentialKind.Several:
                problem = AccessProblem.SeveralCredentials;
                return null;
            default:
                // Where no issuer is trusted, a bearer token can only have been meant as a key.
                problem = AccessProblem.KeyInvalid;
                return null;
        }
    }

    /// <summary>The caller at the address of a request.</summary>
    public Caller AtAddress(HttpContext context, long now) => addresses.Get(context.Connection.RemoteIpAddress, now);

    private Caller? Anonymous(Caller atAddress, ref AccessProblem? problem)
    {
        problem = _allowsAnonymous ? null : AccessProblem.KeyMissing;
        return _allowsAnonymous ? atAddress : null;
    }

    private Caller? WithKey(string text, ref AccessProblem? problem)
    {
        var caller = ring.Find(text);
        problem = caller is null ? AccessProblem.KeyInvalid : caller.Key!.StateAt(time.GetUtcNow()) switch
        {
            KeyState.Expired => AccessProblem.KeyExpired,
            KeyState.Revoked => AccessProblem.KeyRevoked,
            _ => null,
        };
        return problem is null ? caller : null;
    }
}
