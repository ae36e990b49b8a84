using System.Globalization;
using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

/// <summary>What a request got.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType">Type of the body without its parameters; null without a body.</param>
/// <param name="Text">The body.</param>
/// <param name="Headers">Headers, the body's too; several values are joined.</param>
internal sealed record ApiAnswer(int Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The answer as the problem document that every error is: whole, and without anything of our inside.</summary>
    public JsonElement ShouldBeProblem(int status, string code)
    {
        Status.ShouldBe(status, Text);
        var problem = ShouldBeProblem();
        problem.Text("code").ShouldBe(code, Text);
        return problem;
    }

    /// <inheritdoc cref="ShouldBeProblem(int, string)"/>
    public JsonElement ShouldBeProblem()
    {
        MediaType.ShouldBe("application/problem+json", Text);
        var problem = Json;
        problem.Names().ShouldBe(["type", "title", "status", "detail", "code", "trace_id", "errors"]);
        problem.GetProperty("status").GetInt32().ShouldBe(Status);
        problem.Text("type").ShouldBe("urn:marketdata:problem:" + problem.Text("code"));
        problem.Text("title").ShouldNotBeNullOrWhiteSpace();
        problem.Text("trace_id").ShouldNotBeNullOrWhiteSpace();
        foreach (var error in problem.GetProperty("errors").EnumerateArray())
        {
            error.Names().ShouldBe(["parameter", "code", "detail", "accepts"]);
        }

        Text.ShouldNotContain("   at ");
        Text.ShouldNotContain("Exception");
        return problem;
    }
}

/// <summary>Short ways into JSON.</summary>
internal static class JsonElementExtensions
{
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>A number or null, digit for digit.</summary>
    public static decimal? Decimal(this JsonElement element, string name) => element.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value
        ? decimal.Parse(value.GetRawText(), CultureInfo.InvariantCulture)
        : null;

    /// <summary>A number as it is written.</summary>
    public static string Raw(this JsonElement element, string name) => element.GetProperty(name).GetRawText();

    public static bool IsNull(this JsonElement element, string name) => element.GetProperty(name).ValueKind == JsonValueKind.Null;

    public static string?[] Texts(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString())];

    public static string[] Names(this JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    /// <summary>The ids of the objects of a list.</summary>
    public static string[] Ids(this IEnumerable<JsonElement> items) => [.. items.Select(item => item.Text("id")!)];

    /// <inheritdoc cref="Ids(IEnumerable{JsonElement})"/>
    public static string[] Ids(this JsonElement list) => list.EnumerateArray().Ids();
}
