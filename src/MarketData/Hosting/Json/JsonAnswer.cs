using System.Reflection;
using System.Text.Json;
using MarketData.Markets;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.Hosting.Json;

/// <summary>A 200 with a JSON body, written whole with its length.</summary>
internal sealed class JsonAnswer<T>(T value, NumberFormat format = default) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.TypeInfo<T>(format));
        var response = httpContext.Response;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}

/// <summary>What JSON answers have in common.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";
}
