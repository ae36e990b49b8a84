using System.Buffers;
using System.Reflection;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;
using Microsoft.AspNetCore.Http.Metadata;

namespace MarketData.Snapshots.Pages;

/// <summary>A 200 with a JSON body that follows from a snapshot and the address alone.</summary>
internal sealed class SnapshotAnswer<T>(MarketSnapshot snapshot, T value, NumberFormat format = default) : PageAnswer(snapshot), IEndpointMetadataProvider
{
    public static new void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        PageAnswer.PopulateMetadata(method, builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
    }

    protected override void Encode(IBufferWriter<byte> body)
    {
        using var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = ApiJson.Numbers.Options.Encoder, SkipValidation = true });
        JsonSerializer.Serialize(writer, value, ApiJson.TypeInfo<T>(format));
    }
}

/// <summary>Makes answers of a snapshot.</summary>
internal static class SnapshotAnswer
{
    /// <summary>Data with its meta. The currency is null where there are no amounts, or where each says its own.</summary>
    public static SnapshotAnswer<Answer<T>> Of<T>(MarketSnapshot snapshot, T data, string? currency, NumberFormat format = default)
        where T : notnull => new(snapshot, new Answer<T>(data, AnswerMeta.Of(snapshot, currency)), format);
}
