using System.Globalization;
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
        var form = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IProblemForm>().LastOrDefault();
        operation.Responses ??= [];
        operation.Responses.TryAdd("400", new OpenApiResponse());
        operation.Responses.TryAdd("500", new OpenApiResponse());
        foreach (var (status, response) in operation.Responses.Where(response => response.Key[0] is '4' or '5'))
        {
            var type = form?.TypeOf(int.Parse(status, CultureInfo.InvariantCulture)) ?? typeof(ProblemResponse);
            ((OpenApiResponse)response).Content = new Dictionary<string, IOpenApiMediaType>
            {
                [form is null ? "application/problem+json" : "application/json"] =
                    new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository) },
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

        if (operation.Responses.TryGetValue("201", out var created))
        {
            created.Description = "It is made; Location says where it is found.";
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
        "401" => "The service needs a key and none was sent, or the one sent is not taken.",
        "403" => "The caller may not do this.",
        "404" => "What the path names is not there.",
        "409" => "What the path names is not in the state for this yet; the detail says what to look at.",
        "410" => "What the path names was there and is no longer.",
        "413" => "The body is larger than the endpoint takes.",
        "422" => "A parameter that is required is missing.",
        "415" => "The body is not application/json.",
        "426" => "The request is no WebSocket handshake.",
        "429" => "The caller's requests of this minute or month are used up; Retry-After says when to ask again.",
        "500" => "Something went wrong here; trace_id finds it in the log.",
        "503" => "No data has arrived yet, it cannot be reached, or there is no room; Retry-After says when to ask again.",
        "504" => "The request took longer than it may and was given up.",
        _ => "The request could not be answered.",
    };
}
