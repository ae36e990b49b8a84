using System.Text.Json.Serialization;
using MarketData.Markets;

namespace MarketData.Hosting.Json;

/// <summary>The types that the API writes and reads, for the source generator.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AssetResponse))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
