using MarketData.Assets;
using MarketData.Markets;
using MarketData.Ranking;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>Says of answers that every field is always there, null or not; the generator says it of those only that cannot be null.</summary>
internal sealed class RequiredPropertiesFilter : ISchemaFilter
{
    /// <summary>What callers write, and what <c>fields</c> can leave parts out of.</summary>
    private static readonly Type[] WithOptionalFields =
    [
        typeof(AssetResponse), typeof(AssetDetailResponse), typeof(ClassifyRequest), typeof(ClassifyItem), typeof(ClassifyThresholds),
        typeof(CustomRankingRequest), typeof(CustomRankingFactor), typeof(RankingFilter),
    ];

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } properties } written || context.Type.Assembly != typeof(RequiredPropertiesFilter).Assembly)
        {
            return;
        }

        if (context.Type == typeof(AssetResponse) || context.Type == typeof(AssetDetailResponse))
        {
            written.Required = null;
        }
        else if (!WithOptionalFields.Contains(context.Type))
        {
            written.Required = properties.Keys.Where(name => context.Type != typeof(AssetPageResponse) || name is not ("missing" or "ambiguous")).ToHashSet();
        }
    }
}
