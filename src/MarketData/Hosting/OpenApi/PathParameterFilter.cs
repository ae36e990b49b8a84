using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>A parameter in the path of an endpoint, as endpoint metadata: what it means, and a value that works.</summary>
internal sealed record PathParameter(string Name, string Description, string Example)
{
    /// <summary>An asset by any of its ids.</summary>
    public static readonly PathParameter AssetId = new(
        "id", "Id of the asset, letter case aside; ids of other providers work where they are unambiguous.", "bitcoin");

    /// <summary>A category.</summary>
    public static readonly PathParameter CategoryId = new("id", "Id of the category, letter case aside.", "layer-2");
}

internal static class PathParameterExtensions
{
    /// <summary>Describes a parameter in the path.</summary>
    public static RouteHandlerBuilder WithPath(this RouteHandlerBuilder builder, params PathParameter[] parameters) => builder.WithMetadata([.. parameters]);
}

/// <summary>Writes what the parameters in the path mean into the document.</summary>
internal sealed class PathParameterFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var described in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<PathParameter>())
        {
            var parameter = (operation.Parameters ?? []).OfType<OpenApiParameter>().Single(parameter => parameter.Name == described.Name);
            parameter.Description = described.Description;
            parameter.Example = described.Example;
        }
    }
}
