using System.Text.Json;

namespace MarketData.IntegrationTests.Api;

/// <summary>An OpenAPI document, as the tests look at it.</summary>
internal sealed class OpenApiDocument(JsonElement root)
{
    public JsonElement Root => root;

    public IReadOnlyList<OpenApiOperation> Operations { get; } =
    [
        .. root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => new OpenApiOperation(path.Name, operation.Name.ToUpperInvariant(), operation.Value))),
    ];

    public static async Task<OpenApiDocument> ReadAsync(MarketDataApp app, string name = "v1") => new(await app.GetJsonAsync($"/openapi/{name}.json"));

    /// <summary>The document that is kept in the repository.</summary>
    public static OpenApiDocument OfContract(string name)
    {
        using var file = File.OpenRead(ContractFileOf(name));
        return new OpenApiDocument(JsonDocument.Parse(file).RootElement);
    }

    /// <summary>Where a document is kept.</summary>
    public static string ContractFileOf(string name) => RepositoryRoot.PathOf($"tests/MarketData.IntegrationTests/Contract/openapi.{name}.json");

    /// <summary>What of an answer does not fit the operation that it is of; empty if all does.</summary>
    public IReadOnlyList<string> Check(string method, string path, ApiAnswer answer, bool decimalsAsText = false)
    {
        if (Find(method, path) is not { } operation)
        {
            return [$"{method} {path} is not documented"];
        }

        if (!operation.Responses.TryGetProperty($"{answer.Status}", out var response)
            || !response.GetProperty("content").TryGetProperty(answer.MediaType ?? "", out var content))
        {
            return [$"{answer.Status} with {answer.MediaType} is not documented"];
        }

        return new JsonSchemaChecker(root, decimalsAsText).Check(content.GetProperty("schema"), answer.Json);
    }

    /// <summary>The operation that a request is for; null if there is none.</summary>
    public OpenApiOperation? Find(string method, string path) => Operations
        .Where(operation => operation.Method == method && operation.Matches(path))
        .MinBy(operation => operation.Path.Count(character => character == '{'));
}

/// <summary>An endpoint in the document.</summary>
internal sealed record OpenApiOperation(string Path, string Method, JsonElement Json)
{
    public string Id => Json.Text("operationId")!;

    public IReadOnlyList<JsonElement> Parameters => Json.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    public JsonElement Responses => Json.GetProperty("responses");

    public bool Matches(string path)
    {
        var wanted = Path.Split('/');
        var given = path.TrimEnd('/').Split('/');
        return wanted.Length == given.Length
            && wanted.Zip(given).All(part => part.First.StartsWith('{') || part.First == part.Second);
    }
}
