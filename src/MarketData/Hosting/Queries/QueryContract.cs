namespace MarketData.Hosting.Queries;

/// <summary>The query parameters that an endpoint takes. As endpoint metadata: a parameter that is not in it is refused.</summary>
internal sealed class QueryContract(IReadOnlyList<QueryParameter> parameters)
{
    /// <summary>Of endpoints that take none.</summary>
    public static readonly QueryContract Empty = new([]);

    /// <summary>The parameters in the order in which they are documented.</summary>
    public IReadOnlyList<QueryParameter> Parameters { get; } = parameters;

    /// <summary>
    /// Whether what it does not name is ignored, the last of repeated values counts, and an empty one is as good as none: for surfaces
    /// whose clients were written for another service. A named parameter's wrong value is still told.
    /// </summary>
    public bool IsLenient { get; init; }

    /// <summary>The parameter with a name; null if there is none.</summary>
    public QueryParameter? Find(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>The name that a mistyped one most likely stands for; null if none is near.</summary>
    public string? Nearest(string name)
    {
        var nearest = Parameters
            .Select(parameter => (parameter.Name, Distance: Distance(name.ToLowerInvariant(), parameter.Name)))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();

        // Two letters off means nothing where there are no more than two.
        var isNear = nearest.Name is not null && nearest.Distance < name.Length && nearest.Distance <= Math.Max(2, nearest.Name.Length / 3);
        return isNear ? nearest.Name : null;
    }

    /// <summary>Levenshtein's distance. Names longer than a parameter's can sensibly be are not compared.</summary>
    private static int Distance(string left, string right)
    {
        const int LongestName = 64;
        if (left.Length > LongestName)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}

internal static class QueryContractExtensions
{
    /// <summary>Declares the query parameters of an endpoint.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder builder, params QueryParameter[] parameters) =>
        builder.WithMetadata(new QueryContract(parameters));

    /// <summary>Declares the query parameters of an endpoint that ignores all others.</summary>
    public static RouteHandlerBuilder WithLenientQuery(this RouteHandlerBuilder builder, params QueryParameter[] parameters) =>
        builder.WithMetadata(new QueryContract(parameters) { IsLenient = true });
}
