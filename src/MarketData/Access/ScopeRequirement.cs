namespace MarketData.Access;

/// <summary>What a caller of an endpoint must be allowed to do. As endpoint metadata; endpoints without it require <see cref="AccessScopes.Read"/>.</summary>
internal sealed record ScopeRequirement(AccessScopes Scope)
{
    /// <summary>Requests that need no caller at all; null: none. For what machines of the operator's own ask for.</summary>
    public Func<HttpContext, bool>? IsWaived { get; init; }

    /// <summary>What a request must be allowed to do.</summary>
    public AccessScopes ScopeFor(HttpContext context) => IsWaived?.Invoke(context) == true ? AccessScopes.None : Scope;
}

/// <summary>Marks an endpoint whose requests cost much, so that only so many run at once. As endpoint metadata.</summary>
internal sealed record ExpensiveMetadata;

/// <summary>
/// Marks an endpoint whose clients were written for CoinGecko: it takes keys in the query, as they send them. As endpoint metadata.
/// </summary>
internal sealed record QueryKeysMetadata;

internal static class ScopeRequirementExtensions
{
    /// <summary>Lets in only callers with a scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, AccessScopes scope)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ScopeRequirement(scope));

    /// <summary>Lets in everyone, uncounted: for probes, which must not depend on keys or limits.</summary>
    public static TBuilder AllowEveryone<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireScope(AccessScopes.None);

    /// <summary>Takes keys in CoinGecko's query parameters too.</summary>
    public static TBuilder TakeKeysInQuery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new QueryKeysMetadata());

    /// <summary>Lets only <see cref="AccessOptions.ConcurrentExpensiveRequests"/> of such requests run at once.</summary>
    public static TBuilder LimitConcurrency<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ExpensiveMetadata());
}
