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
                Schema = SchemaOf(parameter),
                Style = parameter.Schema.IsList ? ParameterStyle.Form : null,
                Explode = !parameter.Schema.IsList,
                Example = parameter.IsRequired ? ExampleOf(parameter.Schema) : null,
            });
        }
    }

    /// <summary>
    /// An optional parameter has its example in the schema, which the browser of the document leaves empty: filled in, all parameters
    /// of a list together would find nothing.
    /// </summary>
    private static OpenApiSchema SchemaOf(QueryParameter parameter)
    {
        var schema = parameter.Schema.IsList
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = ItemOf(parameter.Schema), MinItems = 1, MaxItems = parameter.Schema.MaxItems }
            : ItemOf(parameter.Schema);
        if (!parameter.IsRequired && ExampleOf(parameter.Schema) is { } example)
        {
            schema.Examples = [example];
        }

        return schema;
    }

    private static OpenApiSchema ItemOf(ParameterSchema schema) => new()
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

    private static JsonNode? ExampleOf(ParameterSchema schema) => (schema.Example ?? schema.Default ?? (schema.Values is [var first, ..] ? first : null)) switch
    {
        null => null,
        string text when schema.IsList => new JsonArray([.. text.Split(',').Select(item => (JsonNode)item)]),
        var value => JsonValue.Create(value),
    };
}
