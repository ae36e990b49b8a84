using MarketData.Caching;
using MarketData.Snapshots.Pages;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>Describes what answers of the snapshot and of history tell caches: their headers, and 304.</summary>
internal sealed class CachedAnswersFilter : IOperationFilter, IDocumentFilter
{
    private static readonly (string Name, string Description, string Example)[] Headers =
    [
        ("ETag", "Entity tag, weak: the same for every compressed form, of history as long as the content is. Give it back in If-None-Match, and an answer that has not changed comes as 304 without a body.", "W/\"19a2f3c4d5e-1a2b3c4d\""),
        ("Last-Modified", "When the snapshot was built, or the history was read, by our clock.", "Sun, 22 Nov 2026 18:00:00 GMT"),
        ("Cache-Control", "max-age counts from when Age does; less Age, it is the time to the next poll, or of history until it is read anew. private where the request carried a key.", "public, max-age=300, stale-while-revalidate=30, stale-if-error=300"),
        ("Age", "Seconds since the snapshot was built, or the history was read.", "42"),
        ("Vary", "Request headers that the answer depends on.", "Accept-Encoding"),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!context.ApiDescription.ActionDescriptor.EndpointMetadata.Any(metadata => metadata is PageMetadata or ReadThroughMetadata)
            || operation.Responses is not { } responses)
        {
            return;
        }

        ((OpenApiResponse)responses["200"]).Headers = References(context.Document);
        responses["304"] = new OpenApiResponse
        {
            Description = "The answer is still the one that If-None-Match, or of the snapshot If-Modified-Since, names. There is no body.",
            Headers = References(context.Document),
        };
    }

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Components ??= new OpenApiComponents();
        swaggerDoc.Components.Headers = Headers.ToDictionary(
            header => header.Name,
            IOpenApiHeader (header) => new OpenApiHeader
            {
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = header.Example,
            });
    }

    private static Dictionary<string, IOpenApiHeader> References(OpenApiDocument document) =>
        Headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => new OpenApiHeaderReference(header.Name, document));
}
