using System.Globalization;

namespace MarketData.Signals.Indicators;

/// <summary>An indicator with its parameters, as a caller names it: <c>macd:12:26:9</c>.</summary>
internal sealed record NamedIndicator
{
    private NamedIndicator(IndicatorDefinition definition, IReadOnlyList<double> values)
    {
        Definition = definition;
        Values = values;
        Name = string.Join(':', values.Select(value => value.ToString(CultureInfo.InvariantCulture)).Prepend(definition.Name));
    }

    public IndicatorDefinition Definition { get; }

    /// <summary>Values of the parameters, all of them.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The name with all its parameters: the same for every spelling.</summary>
    public string Name { get; }

    /// <summary>Candles that come before the first that is settled.</summary>
    public int WarmUp => Definition.WarmUpOf(Values);

    /// <summary>Names of the outputs: the indicator's own where there is one only, else <c>macd:12:26:9.signal</c>.</summary>
    public IEnumerable<string> OutputNames =>
        Definition.Outputs.Select(output => Definition.Outputs.Count == 1 ? Name : $"{Name}.{output.Name}");

    /// <summary>One that has seen nothing yet.</summary>
    public Indicator Create() => Definition.Create(Values);

    /// <summary>Reads a name; null and what is wrong with it if it is none. Parameters that are left out, at the end or as nothing between colons, are the defaults.</summary>
    public static NamedIndicator? Read(string text, out string? problem)
    {
        var parts = text.Trim().ToLowerInvariant().Split(':');
        if (IndicatorCatalog.Find(parts[0]) is not { } definition)
        {
            problem = $"There is no indicator '{parts[0]}'.";
            return null;
        }

        if (parts.Length - 1 > definition.Parameters.Count)
        {
            problem = definition.Parameters.Count == 0
                ? $"'{text}': {definition.Name} takes no parameters."
                : $"'{text}': {definition.Name} takes {definition.Parameters.Count} parameters at most ({string.Join(", ", definition.Parameters.Select(parameter => parameter.Name))}).";
            return null;
        }

        var values = new double[definition.Parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = definition.Parameters[i];
            values[i] = parameter.Default;
            if (i + 1 < parts.Length && parts[i + 1].Length > 0 && !TryRead(parts[i + 1], parameter, out values[i]))
            {
                var numbers = parameter.IsWhole ? "a whole number" : "a number";
                problem = string.Create(CultureInfo.InvariantCulture, $"'{text}': {parameter.Name} is {numbers} from {parameter.Min} to {parameter.Max}.");
                return null;
            }
        }

        problem = null;
        return new NamedIndicator(definition, values);
    }

    private static bool TryRead(string text, IndicatorParameter parameter, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
        && value >= parameter.Min
        && value <= parameter.Max
        && (!parameter.IsWhole || double.IsInteger(value));
}
