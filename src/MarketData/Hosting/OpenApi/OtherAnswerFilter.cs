using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>A second form that an endpoint's answer can have, depending on its parameters. As endpoint metadata.</summary>
internal sealed record OtherAnswerMetadata(Type Type);

/// <summary>Describes an answer that has one of two forms.</summary>
internal sealed class OtherAnswerFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<OtherAnswerMetadata>().LastOrDefault() is { } other
            && operation.Responses?["200"] is OpenApiResponse { Content: { } content }
            && content.TryGetValue("application/json", out var json)
            && json is OpenApiMediaType { Schema: { } schema } answer)
        {
            answer.Schema = new OpenApiSchema { OneOf = [schema, context.SchemaGenerator.GenerateSchema(other.Type, context.SchemaRepository)] };
        }
    }
}
