using MarketData.Hosting.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

/// <summary>
/// Describes every error as the problem document that it is, adds the 400 and 500 that each endpoint can give, and says of the 200 what
/// it holds. In the order of their statuses.
/// </summary>
internal sealed class ResponsesFilter : IOperationFilter
{
    private const string PlainText = "text/plain";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var problem = context.SchemaGenerator.GenerateSchema(typeof(ProblemResponse), context.SchemaRepository);
        operation.Responses ??= [];
        operation.Responses.TryAdd("400", new OpenApiResponse());
        operation.Responses.TryAdd("500", new OpenApiResponse());
        foreach (var (status, response) in operation.Responses.Where(response => response.Key[0] is '4' or '5'))
        {
            ((OpenApiResponse)response).Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType { Schema = problem },
            };
            ((OpenApiResponse)response).Description = DescriptionOf(status);
        }

        if (operation.Responses.TryGetValue("200", out var answer))
        {
            answer.Description = operation.Summary;
            if (answer.Content is { } content && content.TryGetValue(PlainText, out var text))
            {
                ((OpenApiMediaType)text).Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The bare number." };
            }
        }

        var ordered = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses.OrderBy(response => response.Key, StringComparer.Ordinal))
        {
            ordered.Add(status, response);
        }

        operation.Responses = ordered;
    }

    private static string DescriptionOf(string status) => status switch
    {
        "400" => "A parameter or the body is not what the endpoint takes; errors names each.",
        "404" => "What the path names is not there.",
        "409" => "What the path names is not in the state for this yet; the detail says what to look at.",
        "410" => "What the path names was there and is no longer.",
        "413" => "The body is larger than the endpoint takes.",
        "415" => "The body is not application/json.",
        "500" => "Something went wrong here; trace_id finds it in the log.",
        "503" => "No data has arrived yet, it cannot be reached, or there is no room; Retry-After says when to ask again.",
        _ => "The request could not be answered.",
    };
}
