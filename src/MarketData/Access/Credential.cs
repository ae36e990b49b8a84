using MarketData.Access.Keys;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MarketData.Access;

/// <summary>What a request says of who makes it.</summary>
internal enum CredentialKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A key.</summary>
    Key,

    /// <summary>A bearer token that is no key of ours.</summary>
    Token,

    /// <summary>More than one, or one twice: whose request it is cannot be said.</summary>
    Several,
}

/// <summary>The credential of a request.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The credential itself: a secret. Empty if there is none.</param>
/// <param name="IsOfProvider">Whether it came in a form of CoinGecko's, where clients send the key that they have there.</param>
internal readonly record struct Credential(CredentialKind Kind, string Text, bool IsOfProvider)
{
    private static readonly string[] ProviderHeaders = ["x-cg-demo-api-key", "x-cg-pro-api-key"];

    /// <summary>Each at the place of its header.</summary>
    private static readonly string[] ProviderParameters = ["x_cg_demo_api_key", "x_cg_pro_api_key"];

    /// <summary>
    /// Reads it: <c>X-Api-Key</c>, <c>Authorization: Bearer</c>, and CoinGecko's forms. A key in the query is moved to its
    /// header: nothing behind can log it, write it into a link or keep a page under it, and the answer is seen to be its owner's alone.
    /// </summary>
    public static Credential Of(HttpRequest request)
    {
        var found = default(Credential);
        var count = 0;
        Add(request.Headers["X-Api-Key"], ofProvider: false, ref found, ref count);
        foreach (var header in ProviderHeaders)
        {
            Add(request.Headers[header], ofProvider: true, ref found, ref count);
        }

        if (request.Headers.Authorization is { Count: > 0 } authorization && TryGetBearer(authorization, out var bearer))
        {
            Add(bearer, ofProvider: false, ref found, ref count);
            if (count == 1 && !ApiKeyText.LooksLikeKey(found.Text))
            {
                found = found with { Kind = CredentialKind.Token };
            }
        }

        if (request.QueryString.HasValue && request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryKeysMetadata>() is not null)
        {
            TakeFromQuery(request, ref found, ref count);
        }

        return count <= 1 ? found : new Credential(CredentialKind.Several, "", false);
    }

    private static void TakeFromQuery(HttpRequest request, ref Credential found, ref int count)
    {
        var taken = false;
        foreach (var (parameter, header) in ProviderParameters.Zip(ProviderHeaders))
        {
            var values = request.Query[parameter];
            if (values.Count > 0)
            {
                Add(values, ofProvider: true, ref found, ref count);
                request.Headers[header] = values;
                taken = true;
            }
        }

        if (taken)
        {
            request.QueryString = QueryString.Create(QueryHelpers.ParseQuery(request.QueryString.Value)
                .Where(parameter => !ProviderParameters.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase)));
        }
    }

    private static void Add(StringValues values, bool ofProvider, ref Credential found, ref int count)
    {
        if (values.Count > 0)
        {
            count += values.Count;
            found = new Credential(CredentialKind.Key, values[0] ?? "", ofProvider);
        }
    }

    /// <summary>Credentials of other schemes are for someone else, such as a proxy before us.</summary>
    private static bool TryGetBearer(StringValues authorization, out StringValues token)
    {
        const string Scheme = "Bearer ";
        token = default;
        foreach (var value in authorization)
        {
            if (value is not null && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            {
                token = StringValues.Concat(token, value[Scheme.Length..].Trim());
            }
        }

        return token.Count > 0;
    }
}
