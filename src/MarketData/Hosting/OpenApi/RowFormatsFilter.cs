using MarketData.Candles;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>The type of the rows of an endpoint that also answers in CSV and NDJSON. As endpoint metadata.</summary>
internal sealed record RowsMetadata(Type RowType);

/// <summary>Describes CSV and NDJSON beside JSON where an endpoint answers in them.</summary>
internal sealed class RowFormatsFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RowsMetadata>().LastOrDefault() is not { } rows
            || operation.Responses?["200"] is not OpenApiResponse { Content: { } content })
        {
            return;
        }

        content[RowFormats.CsvType] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "RFC 4180: a header, then a row for each entry; unknown is an empty field." },
        };
        content[RowFormats.NdjsonType] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(rows.RowType, context.SchemaRepository) };
    }
}
