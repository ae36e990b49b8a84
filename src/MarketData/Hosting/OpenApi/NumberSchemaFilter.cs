using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>Says of decimals that they are exact and of doubles that they are not: the generator calls both <c>double</c>.</summary>
internal sealed class NumberSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if ((context.Type == typeof(decimal) || context.Type == typeof(decimal?)) && schema is OpenApiSchema number)
        {
            number.Format = "decimal";
        }
    }
}
