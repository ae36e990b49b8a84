using System.Reflection;
using System.Text.Json.Nodes;
using MarketData.Candles;
using MarketData.Streaming;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>
/// Gives bodies the examples of <c>Hosting/OpenApi/Examples</c>: of an answer by operation and status, or by status alone, and of a
/// request by operation. Rows of NDJSON have an example of one row, CSV one with its header, event streams one as it goes over the wire.
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
                if (body is OpenApiMediaType written)
                {
                    written.Example = mediaType switch
                    {
                        RowFormats.CsvType => FindText($"{operation.OperationId}.{status}.csv"),
                        EventStream.ContentType => FindText($"{operation.OperationId}.{status}.txt"),
                        RowFormats.NdjsonType => Find($"{operation.OperationId}.{status}.row"),
                        _ when mediaType.EndsWith("json", StringComparison.Ordinal) =>
                            Find($"{operation.OperationId}.{status}") ?? Find(context.DocumentName == OpenApiExtensions.Native ? status : $"{context.DocumentName}.{status}"),
                        _ => null,
                    };
                }
            }
        }
    }

    private static JsonNode? Find(string name) => FindText(name + ".json") is { } text ? JsonNode.Parse(text.GetValue<string>()) : null;

    private static JsonValue? FindText(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"MarketData.Hosting.OpenApi.Examples.{name}");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return JsonValue.Create(reader.ReadToEnd());
    }
}
