using System.Text.Json.Serialization;
using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Analysis;
using MarketData.Assets;
using MarketData.Candles;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Status;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.Markets;
using MarketData.Metrics;
using MarketData.Ranking;
using MarketData.Ranking.Factors;
using MarketData.Ranking.Queue;
using MarketData.Signals.Grades;
using MarketData.Signals.Indicators;
using MarketData.Signals.Models;
using MarketData.Signals.Performance;
using MarketData.Signals.Rules;
using MarketData.Streaming;

namespace MarketData.Hosting.Json;

/// <summary>The types that the API writes and reads, for the source generator.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AnswerMeta))]
[JsonSerializable(typeof(AssetResponse))]
[JsonSerializable(typeof(AssetDetailResponse))]
[JsonSerializable(typeof(PricesResponse))]
[JsonSerializable(typeof(PriceResponse))]
[JsonSerializable(typeof(ValuationsResponse))]
[JsonSerializable(typeof(Answer<ValuationResponse>))]
[JsonSerializable(typeof(Answer<IReadOnlyList<TierResponse>>))]
[JsonSerializable(typeof(ClassifyRequest))]
[JsonSerializable(typeof(ClassifyResponse))]
[JsonSerializable(typeof(Answer<IReadOnlyList<CategoryResponse>>))]
[JsonSerializable(typeof(Answer<CategoryDetailResponse>))]
[JsonSerializable(typeof(Answer<GlobalResponse>))]
[JsonSerializable(typeof(Answer<ConversionResponse>))]
[JsonSerializable(typeof(Answer<IReadOnlyList<Currency>>))]
[JsonSerializable(typeof(Answer<SearchResponse>))]
[JsonSerializable(typeof(Answer<IReadOnlyList<IdentityCollision>>))]
[JsonSerializable(typeof(CandleResponse))]
[JsonSerializable(typeof(HistoryPage<CandleResponse>))]
[JsonSerializable(typeof(HistoryPage<CandleGap>))]
[JsonSerializable(typeof(HistoryAnswer<IReadOnlyList<HistoryPointResponse>>))]
[JsonSerializable(typeof(HistoryAnswer<IReadOnlyList<PerformanceResponse>>))]
[JsonSerializable(typeof(HistoryAnswer<IReadOnlyList<MetricResponse>>))]
[JsonSerializable(typeof(MetricValueResponse))]
[JsonSerializable(typeof(HistoryPage<MetricValueResponse>))]
[JsonSerializable(typeof(DayRankingResponse))]
[JsonSerializable(typeof(HistoryPage<GlobalPointResponse>))]
[JsonSerializable(typeof(HistoryPage<CategoryPointResponse>))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(BackfillResponse))]
[JsonSerializable(typeof(BackfillsResponse))]
[JsonSerializable(typeof(FactorsResponse))]
[JsonSerializable(typeof(Answer<AssetFactorsResponse>))]
[JsonSerializable(typeof(NamedRankingsResponse))]
[JsonSerializable(typeof(RankingResponse))]
[JsonSerializable(typeof(CustomRankingRequest))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(GradesResponse))]
[JsonSerializable(typeof(Answer<AssetGradesResponse>))]
[JsonSerializable(typeof(HistoryPage<PastGradeResponse>))]
[JsonSerializable(typeof(ModelsResponse))]
[JsonSerializable(typeof(IndicatorsResponse))]
[JsonSerializable(typeof(IndicatorValuesResponse))]
[JsonSerializable(typeof(HistoryPage<IndicatorValuesResponse>))]
[JsonSerializable(typeof(SignalRulesResponse))]
[JsonSerializable(typeof(SignalsResponse))]
[JsonSerializable(typeof(AssetSignalsResponse))]
[JsonSerializable(typeof(SignalPerformanceResponse))]
[JsonSerializable(typeof(CorrelationsResponse))]
[JsonSerializable(typeof(Answer<ScenariosResponse>))]
[JsonSerializable(typeof(Answer<SimilarAssetsResponse>))]
[JsonSerializable(typeof(ComparisonResponse))]
[JsonSerializable(typeof(SourcesResponse))]
[JsonSerializable(typeof(QuarantineResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(KeysResponse))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(CreatedKeyResponse))]
[JsonSerializable(typeof(CreateKeyRequest))]
[JsonSerializable(typeof(RotateKeyRequest))]
[JsonSerializable(typeof(CallerAnswer))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(IReadOnlyList<MissingItem>))]
[JsonSerializable(typeof(IReadOnlyList<AmbiguousItem>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(StreamMessage))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
