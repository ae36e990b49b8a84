using Microsoft.Extensions.Options;

namespace MarketData.Access.Limits;

/// <summary>The plans of the settings.</summary>
internal sealed class Plans(IOptions<AccessOptions> options)
{
    private readonly Dictionary<string, Plan> _plans =
        options.Value.Plans.ToDictionary(plan => plan.Key, plan => new Plan(plan.Key, plan.Value), StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _plans.Keys;

    /// <summary>Of callers without credentials.</summary>
    public Plan Anonymous => _plans[AccessOptions.AnonymousPlan];

    /// <summary>A plan; the standard one in the place of one that the settings no longer have.</summary>
    public Plan Find(string name) => _plans.GetValueOrDefault(name) ?? _plans[AccessOptions.StandardPlan];
}
