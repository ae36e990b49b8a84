using MarketData.Access;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>Says of each endpoint which credentials it takes, and the refusals that come before it runs.</summary>
internal sealed class AccessFilter : IOperationFilter
{
    /// <summary>Names of the schemes in the document.</summary>
    public const string ApiKey = "api_key";

    /// <inheritdoc cref="ApiKey"/>
    public const string Bearer = "bearer";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var scope = metadata.OfType<ScopeRequirement>().LastOrDefault()?.Scope ?? AccessScopes.Read;
        if (scope == AccessScopes.None)
        {
            operation.Security = [];
            return;
        }

        var security = new List<OpenApiSecurityRequirement>
        {
            new() { [new OpenApiSecuritySchemeReference(ApiKey, context.Document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
        };
        if (AccessScopesText.OfAnonymous.HasFlag(scope))
        {
            security.Insert(0, []);
        }

        operation.Security = security;
        operation.Description += $" Scope: `{string.Join(' ', AccessScopesText.ToWords(scope))}`.";
        operation.Responses ??= [];
        string[] refusals = metadata.OfType<ExpensiveMetadata>().Any() ? ["401", "403", "429", "503", "504"] : ["401", "403", "429"];
        foreach (var status in refusals)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse());
        }
    }
}
