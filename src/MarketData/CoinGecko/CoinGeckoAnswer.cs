using System.Buffers;
using System.Reflection;
using System.Text.Json;
using MarketData.Caching;
using MarketData.Hosting.Json;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.CoinGecko;

/// <summary>A 200 in one of CoinGecko's shapes, written whole with its length.</summary>
internal sealed class CoinGeckoAnswer<T>(T value) : IResult, IEndpointMetadataProvider
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, CoinGeckoJson.TypeInfo<T>());
        httpContext.Response.ContentType = JsonAnswer.ContentType;
        httpContext.Response.ContentLength = body.Length;
        await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => JsonAnswer<T>.PopulateMetadata(method, builder);
}

/// <summary>A 200 in one of CoinGecko's shapes that follows from a snapshot and the address alone.</summary>
internal sealed class CoinGeckoPage<T>(MarketSnapshot snapshot, T value) : PageAnswer(snapshot), IEndpointMetadataProvider
{
    public static new void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        PageAnswer.PopulateMetadata(method, builder);
        JsonAnswer<T>.PopulateMetadata(method, builder);
    }

    protected override void Encode(IBufferWriter<byte> body)
    {
        var type = CoinGeckoJson.TypeInfo<T>();
        using var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = type.Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, type);
    }
}

/// <summary>A 200 in one of CoinGecko's shapes that is read through the cache. Its shapes have no word for stale.</summary>
/// <param name="freshUntil">When it should be read again at the latest.</param>
/// <param name="find">Reads it; see <see cref="ReadThroughCache.GetOrCreateAsync"/> for what it may use.</param>
internal sealed class CoinGeckoHistory<T>(DateTimeOffset freshUntil, Func<CancellationToken, Task<FoundAnswer<T>>> find)
    : ReadThroughAnswer<T>(freshUntil, find), IEndpointMetadataProvider
    where T : class
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(ReadThroughMetadata.Instance);
        JsonAnswer<T>.PopulateMetadata(method, builder);
    }

    protected override CachedAnswer Encode(T answer, string? link) =>
        new(JsonSerializer.SerializeToUtf8Bytes(answer, CoinGeckoJson.TypeInfo<T>()), StaleAt: null, link);
}

/// <summary>Makes answers in CoinGecko's shapes.</summary>
internal static class CoinGeckoAnswer
{
    public static CoinGeckoAnswer<T> Of<T>(T value) => new(value);

    public static CoinGeckoPage<T> Of<T>(MarketSnapshot snapshot, T value) => new(snapshot, value);
}
