using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarketData.Access.Keys;
using MarketData.Assets;
using MarketData.Ingestion.Backfill;
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
        typeof(AssetResponse), typeof(AssetDetailResponse), typeof(BackfillRequest), typeof(ClassifyRequest), typeof(ClassifyItem),
        typeof(ClassifyThresholds), typeof(CreateKeyRequest), typeof(RotateKeyRequest),
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
            var leftOut = LeftOut(context.Type);
            written.Required = properties.Keys
                .Where(name => !leftOut.Contains(name) && (context.Type != typeof(AssetPageResponse) || name is not ("missing" or "ambiguous")))
                .ToHashSet();
        }
    }

    /// <summary>Fields that are not written where they were not asked for.</summary>
    private static HashSet<string> LeftOut(Type type) =>
    [
        .. type.GetProperties()
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not null)
            .Select(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)),
    ];
}
