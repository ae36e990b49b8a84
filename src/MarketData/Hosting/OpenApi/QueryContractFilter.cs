using System.Globalization;
using System.Text.Json.Nodes;
using MarketData.Hosting.Queries;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>Writes the query parameters that an endpoint declares into the document.</summary>
internal sealed class QueryContractFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var contract = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<QueryContract>().LastOrDefault();
        if (contract is null)
        {
            return;
        }

        operation.Parameters ??= [];
        foreach (var parameter in contract.Parameters)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = $"{parameter.Description} {parameter.Accepts}",
                Required = parameter.IsRequired,
                Schema = SchemaOf(parameter.Schema),
                Style = parameter.Schema.IsList ? ParameterStyle.Form : null,
                Explode = !parameter.Schema.IsList,
                Example = ExampleOf(parameter.Schema),
            });
        }
    }

    private static OpenApiSchema SchemaOf(ParameterSchema schema)
    {
        var item = new OpenApiSchema
        {
            Type = schema.Type switch
            {
                "integer" => JsonSchemaType.Integer,
                "number" => JsonSchemaType.Number,
                _ => JsonSchemaType.String,
            },
            MaxLength = schema.MaxLength,
            Minimum = schema.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = schema.Maximum?.ToString(CultureInfo.InvariantCulture),
            Enum = schema.Values.Count == 0 ? null : [.. schema.Values.Select(value => (JsonNode)value)],
            Default = schema.Default is null ? null : JsonValue.Create(schema.Default),
        };
        return schema.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = item, MinItems = 1, MaxItems = schema.MaxItems } : item;
    }

    private static JsonNode? ExampleOf(ParameterSchema schema) => schema.Example switch
    {
        null => null,
        string text when schema.IsList => new JsonArray([.. text.Split(',').Select(item => (JsonNode)item)]),
        var value => JsonValue.Create(value),
    };
}
