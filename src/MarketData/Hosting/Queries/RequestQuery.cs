using System.Text;
using MarketData.Hosting.Problems;

namespace MarketData.Hosting.Queries;

/// <summary>The query of a request, read by its endpoint's contract.</summary>
internal sealed class RequestQuery(QueryContract contract)
{
    private readonly Dictionary<QueryParameter, (object? Value, string Text)> _values = [];

    /// <summary>Value of a parameter; its default where it is absent.</summary>
    public T Get<T>(QueryParameter<T> parameter) => _values.TryGetValue(parameter, out var given) ? (T)given.Value! : parameter.Default;

    /// <summary>Whether the caller gave the parameter.</summary>
    public bool Has(QueryParameter parameter) => _values.ContainsKey(parameter);

    /// <summary>A parameter as the caller wrote it; null where it is absent.</summary>
    public string? TextOf(QueryParameter parameter) => _values.TryGetValue(parameter, out var given) ? given.Text : null;

    /// <summary>
    /// The values in the order of the contract, those that are the default left out: the same for every spelling of a query. Values
    /// stand as they were given, but for the spaces around them, since answers may show them back.
    /// </summary>
    public string Normalised()
    {
        var text = new StringBuilder();
        foreach (var parameter in contract.Parameters)
        {
            if (_values.TryGetValue(parameter, out var given) && !parameter.IsDefault(given.Value))
            {
                // No value can hold the separator.
                var value = given.Value is IReadOnlyList<string> items ? string.Join(',', items) : given.Text.Trim();
                text.Append(parameter.Name).Append('=').Append(value).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>Handlers take the query that the middleware has read.</summary>
    public static ValueTask<RequestQuery?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<RequestQuery>());

    /// <summary>Reads a query; everything that is wrong with it is told at once.</summary>
    public static (RequestQuery Query, IReadOnlyList<ParameterProblem> Problems) Read(QueryContract contract, IQueryCollection given)
    {
        var query = new RequestQuery(contract);
        var problems = new List<ParameterProblem>();
        foreach (var (name, values) in given)
        {
            var text = values.Count == 0 ? "" : values[^1] ?? "";
            if (contract.Find(name) is not { } parameter)
            {
                if (!contract.IsLenient)
                {
                    problems.Add(Unknown(contract, name));
                }
            }
            else if (values.Count != 1 && !contract.IsLenient)
            {
                problems.Add(new ParameterProblem(name, "repeated_parameter", $"{name} is given {values.Count} times.", "Give it once."));
            }
            else if (IsAbsent(contract, text))
            {
                continue;
            }
            else if (parameter.TryRead(text, out var value))
            {
                query._values[parameter] = (value, text);
            }
            else
            {
                problems.Add(new ParameterProblem(name, "invalid_parameter", $"'{Shorten(text)}' is not a value that it takes.", parameter.Accepts));
            }
        }

        problems.AddRange(contract.Parameters
            .Where(parameter => parameter.IsRequired && (!given.TryGetValue(parameter.Name, out var values) || IsAbsent(contract, values.ToString())))
            .Select(parameter => new ParameterProblem(parameter.Name, "missing_parameter", $"{parameter.Name} is missing.", parameter.Accepts)));
        return (query, problems);
    }

    private static bool IsAbsent(QueryContract contract, string text) => contract.IsLenient && string.IsNullOrWhiteSpace(text);

    private static ParameterProblem Unknown(QueryContract contract, string name)
    {
        var nearest = contract.Nearest(name);
        var detail = nearest is null ? "There is no such parameter." : $"There is no such parameter; did you mean {nearest}?";
        var known = contract.Parameters.Count == 0
            ? "This endpoint takes no query parameters."
            : $"One of {string.Join(", ", contract.Parameters.Select(parameter => parameter.Name))}.";
        return new ParameterProblem(Shorten(name), "unknown_parameter", detail, known);
    }

    /// <summary>What the caller wrote, shortened and without control characters, to be shown back.</summary>
    private static string Shorten(string text)
    {
        const int LongestEcho = 64;
        var shown = new string([.. text.Take(LongestEcho).Where(character => !char.IsControl(character) && !char.IsSurrogate(character))]);
        return text.Length <= LongestEcho ? shown : shown + "…";
    }
}
