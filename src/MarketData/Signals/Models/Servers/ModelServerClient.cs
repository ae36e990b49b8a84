using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using MarketData.Ingestion.Sources.Http;

namespace MarketData.Signals.Models.Servers;

/// <summary>JSON to and from a model server: never redirected, never more than allowed, each failure with its reason.</summary>
internal sealed class ModelServerClient(HttpClient http, GradeServerOptions options)
{
    private readonly Uri _url = new(options.Url.TrimEnd('/') + "/");

    /// <exception cref="GradeModelException">No answer, or none that can be read.</exception>
    public Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_url, path)), cancellationToken);

    /// <exception cref="GradeModelException">No answer, or none that can be read.</exception>
    public Task<JsonDocument> PostAsync(string path, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            write(writer);
        }

        var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(_url, path)) { Content = content }, cancellationToken);
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var sent = request;
        if (options.ApiKey.Trim() is { Length: > 0 } key)
        {
            request.Headers.TryAddWithoutValidation(options.KeyHeader, key);
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new GradeModelException($"http_{(int)response.StatusCode}", $"The server answered {(int)response.StatusCode}.");
            }

            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(cancellationToken), options.MaxBodyBytes);
            return await ReadAsync(body, cancellationToken);
        }
        catch (SourceFault fault)
        {
            throw new GradeModelException(fault.Code, fault.Message, fault);
        }
        catch (HttpRequestException exception)
        {
            throw new GradeModelException(FaultCode.Unreachable, $"The server cannot be reached: {exception.HttpRequestError}.", exception);
        }
        catch (IOException exception)
        {
            throw new GradeModelException(FaultCode.Truncated, "The connection was lost within the answer.", exception);
        }
    }

    /// <summary>Servers answer whether they are ready with a status alone: an empty body is an empty object.</summary>
    private static async Task<JsonDocument> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        await body.CopyToAsync(read, cancellationToken);
        try
        {
            return JsonDocument.Parse(read.Length == 0 ? "{}"u8.ToArray() : read.ToArray());
        }
        catch (JsonException exception)
        {
            throw new GradeModelException(FaultCode.BadJson, "The answer is not JSON.", exception);
        }
    }
}
