using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>
/// Gives bodies the examples of <c>Hosting/OpenApi/Examples</c>: of an answer by operation and status, or by status alone, and of a
/// request by operation.
/// </summary>
internal sealed class ExamplesFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var body in (operation.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>()).Values.OfType<OpenApiMediaType>())
        {
            body.Example = Find(operation.OperationId + ".request");
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            foreach (var (mediaType, body) in response.Content ?? new Dictionary<string, IOpenApiMediaType>())
            {
                if (body is OpenApiMediaType written && mediaType.EndsWith("json", StringComparison.Ordinal))
                {
                    written.Example = Find($"{operation.OperationId}.{status}") ?? Find(status);
                }
            }
        }
    }

    private static JsonNode? Find(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"MarketData.Hosting.OpenApi.Examples.{name}.json");
        return stream is null ? null : JsonNode.Parse(stream);
    }
}
