using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.Hosting.Json;

/// <summary>A 200 with a JSON body that is encoded already.</summary>
internal sealed class EncodedAnswer<T>(byte[] body) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => JsonAnswer<T>.PopulateMetadata(method, builder);
}
