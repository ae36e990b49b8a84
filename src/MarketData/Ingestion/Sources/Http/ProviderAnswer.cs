using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarketData.Ingestion.Sources.Http;

/// <summary>An object that may be an error in place of the data, whatever the status says.</summary>
/// <remarks>
/// Forms in use: <c>{"error":"text"}</c>, <c>{"error":{"status":{"error_code":10012,"error_message":"text"}}}</c> and
/// <c>{"status":{"error_code":429,"error_message":"text"}}</c> at CoinGecko, <c>{"error":"text"}</c> at CoinPaprika,
/// <c>{"code":-1121,"msg":"text"}</c> at Binance, <c>{"message":"text"}</c> at gateways.
/// </remarks>
internal class ProviderAnswer
{
    private const int TooManyRequests = 429;
    private const int LongestMessage = 200;

    [JsonPropertyName("error")]
    public JsonElement Error { get; set; }

    [JsonPropertyName("status")]
    public JsonElement Status { get; set; }

    [JsonPropertyName("message")]
    public JsonElement Message { get; set; }

    [JsonPropertyName("msg")]
    public JsonElement ShortMessage { get; set; }

    /// <summary>The error that the answer is; <see langword="null"/> if it is none.</summary>
    public SourceFault? FindFault()
    {
        if (FindMessage() is not { } message)
        {
            return null;
        }

        return FindErrorCode() == TooManyRequests
            ? new SourceFault(FaultCode.RateLimited, message)
            : new SourceFault(FaultCode.ProviderError, message);
    }

    /// <summary>The provider's own words, on one line of at most 200 characters; <see langword="null"/> if there are none.</summary>
    public string? FindMessage()
    {
        var text = AsText(Error) ?? AsText(Inside(Error, "message")) ?? AsText(Inside(FindStatus(), "error_message"))
            ?? AsText(Message) ?? AsText(ShortMessage);
        if (text is null)
        {
            return FindErrorCode() is { } code and not 0 ? $"error code {code}" : null;
        }

        var line = new string([.. text.Take(LongestMessage).Select(character => char.IsControl(character) ? ' ' : character)]);
        return line.Trim();
    }

    private int? FindErrorCode() =>
        Inside(FindStatus(), "error_code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out var value) ? value : null;

    private JsonElement FindStatus() => Inside(Error, "status") is { ValueKind: JsonValueKind.Object } nested ? nested : Status;

    private static JsonElement Inside(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? AsText(JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }
}
