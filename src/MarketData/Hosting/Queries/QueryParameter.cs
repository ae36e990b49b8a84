namespace MarketData.Hosting.Queries;

/// <summary>
/// A query parameter: what it means, what it takes, and how it is read. Both the check and the OpenAPI document come from here, so that
/// the document cannot promise a check that does not run.
/// </summary>
internal abstract class QueryParameter
{
    /// <summary>Name in the query string; letter case counts.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What it takes, as told to a caller who gave something else.</summary>
    public required string Accepts { get; init; }

    /// <summary>Whether a request without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Its form in the OpenAPI document.</summary>
    public required ParameterSchema Schema { get; init; }

    /// <summary>Reads what a caller gave; false if it is not what the parameter takes.</summary>
    public abstract bool TryRead(string text, out object? value);

    /// <summary>Whether a value is the one of a request without the parameter.</summary>
    public abstract bool IsDefault(object? value);
}

/// <inheritdoc/>
internal sealed class QueryParameter<T> : QueryParameter
{
    /// <summary>Value where the parameter is absent.</summary>
    public required T Default { get; init; }

    /// <summary>Reads a value; false if it is not what the parameter takes.</summary>
    public required ValueReader<T> Reader { get; init; }

    public override bool TryRead(string text, out object? value)
    {
        var read = Reader(text, out var typed);
        value = typed;
        return read;
    }

    public override bool IsDefault(object? value) => Equals(value, Default);
}

/// <summary>Reads a value from the text of a query parameter.</summary>
internal delegate bool ValueReader<T>(string text, out T value);

/// <summary>Form of a parameter in the OpenAPI document.</summary>
/// <param name="Type">JSON type: <c>string</c>, <c>integer</c>, <c>number</c> or <c>boolean</c>.</param>
internal sealed record ParameterSchema(string Type)
{
    /// <summary>Whether it is a list of values joined by commas.</summary>
    public bool IsList { get; init; }

    /// <summary>Most values of a list.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Most characters.</summary>
    public int? MaxLength { get; init; }

    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    /// <summary>The only values there are; empty if any goes.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Value where the parameter is absent; null if there is none to show.</summary>
    public object? Default { get; init; }

    /// <summary>A value that works.</summary>
    public object? Example { get; init; }
}
