using System.Reflection;
using System.Text.Json;
using MarketData.Hosting.Json;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.CoinGecko;

/// <summary>A 200 in one of CoinGecko's shapes, written whole with its length.</summary>
internal sealed class CoinGeckoAnswer<T>(T value) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        CoinGeckoAnswer.WriteAsync(httpContext, JsonSerializer.SerializeToUtf8Bytes(value, CoinGeckoJson.TypeInfo<T>()));

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
}

/// <summary>Makes answers in CoinGecko's shapes.</summary>
internal static class CoinGeckoAnswer
{
    public static CoinGeckoAnswer<T> Of<T>(T value) => new(value);

    /// <summary>Writes a body that is encoded already.</summary>
    public static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = JsonAnswer.ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
