using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>
/// Says of a property that it is another schema or null. The generator writes <c>type: null</c> beside <c>allOf</c>, which nothing can fit.
/// </summary>
internal sealed class NullableReferenceFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        foreach (var property in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).Values.OfType<OpenApiSchema>())
        {
            if (property is { Type: JsonSchemaType.Null, AllOf: [var reference] })
            {
                property.Type = null;
                property.AllOf = null;
                property.OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }];
            }
        }
    }
}
