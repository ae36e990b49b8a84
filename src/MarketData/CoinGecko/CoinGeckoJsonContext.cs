using System.Text.Json.Serialization;

namespace MarketData.CoinGecko;

/// <summary>The types that are written in CoinGecko's shapes, for the source generator.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PingResponse))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(CoinGeckoError))]
[JsonSerializable(typeof(CoinGeckoStatusError))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<ListedCoin>))]
[JsonSerializable(typeof(IReadOnlyList<NewCoin>))]
[JsonSerializable(typeof(IReadOnlyList<AssetPlatform>))]
[JsonSerializable(typeof(CoinMarket))]
[JsonSerializable(typeof(CoinDetail))]
[JsonSerializable(typeof(CoinOnDay))]
[JsonSerializable(typeof(CoinTickers))]
[JsonSerializable(typeof(MarketChart))]
[JsonSerializable(typeof(IReadOnlyList<IReadOnlyList<decimal?>>))]
[JsonSerializable(typeof(TopMovers))]
[JsonSerializable(typeof(IReadOnlyList<ListedCategory>))]
[JsonSerializable(typeof(IReadOnlyList<CoinCategory>))]
[JsonSerializable(typeof(CoinSearchResult))]
[JsonSerializable(typeof(TrendingSearches))]
[JsonSerializable(typeof(ExchangeRates))]
[JsonSerializable(typeof(CoinGlobal))]
[JsonSerializable(typeof(CoinDefi))]
[JsonSerializable(typeof(CoinGlobalChart))]
[JsonSerializable(typeof(double?))]
[JsonSerializable(typeof(decimal?))]
[JsonSerializable(typeof(long?))]
internal sealed partial class CoinGeckoJsonContext : JsonSerializerContext;
