using System.Text.Json.Serialization;
using MarketData.Ingestion.Sources.Http;

namespace MarketData.Ingestion.Sources.Json;

/// <summary>The forms of the providers' answers. Unknown fields are skipped; nesting beyond the depth is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    MaxDepth = 32,
    Converters = [typeof(SourceNumberConverter), typeof(LenientTextConverter), typeof(LenientTimeConverter)])]
[JsonSerializable(typeof(ProviderAnswer))]
[JsonSerializable(typeof(CoinGeckoMarket))]
[JsonSerializable(typeof(CoinGeckoReturn))]
[JsonSerializable(typeof(CoinGeckoCategory))]
[JsonSerializable(typeof(CoinGeckoListed))]
[JsonSerializable(typeof(CoinGeckoRates))]
[JsonSerializable(typeof(CoinPaprikaTicker))]
[JsonSerializable(typeof(BinanceKline))]
[JsonSerializable(typeof(CoinGeckoChart))]
[JsonSerializable(typeof(CoinPaprikaDay))]
[JsonSerializable(typeof(DefiLlamaProtocol))]
[JsonSerializable(typeof(DefiLlamaSeries))]
[JsonSerializable(typeof(AlternativeMeAnswer))]
internal sealed partial class SourceJsonContext : JsonSerializerContext;
