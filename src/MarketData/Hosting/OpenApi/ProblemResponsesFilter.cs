using MarketData.Hosting.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>Describes every error as the problem document that it is, and adds the 400 that each endpoint with a query contract can give.</summary>
internal sealed class ProblemResponsesFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var problem = context.SchemaGenerator.GenerateSchema(typeof(ProblemResponse), context.SchemaRepository);
        operation.Responses ??= [];
        operation.Responses.TryAdd("400", new OpenApiResponse { Description = "Bad Request" });
        foreach (var (status, response) in operation.Responses.Where(response => response.Key[0] is '4' or '5'))
        {
            ((OpenApiResponse)response).Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = problem },
            };
            ((OpenApiResponse)response).Description = DescriptionOf(status);
        }
    }

    private static string DescriptionOf(string status) => status switch
    {
        "400" => "A parameter or the body is not what the endpoint takes; errors names each.",
        "404" => "What the path names is not there.",
        "413" => "The body is larger than the endpoint takes.",
        "415" => "The body is not application/json.",
        "503" => "No data has arrived yet, or it cannot be reached; Retry-After says when to ask again.",
        _ => "The request could not be answered.",
    };
}
