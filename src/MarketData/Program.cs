using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Analysis;
using MarketData.Assets;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.CoinGecko;
using MarketData.Database;
using MarketData.Hosting;
using MarketData.Hosting.Doctor;
using MarketData.Hosting.Status;
using MarketData.Hosting.Telemetry;
using MarketData.Hosting.Telemetry.Prometheus;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;
using MarketData.Markets;
using MarketData.Metrics;
using MarketData.Ranking;
using MarketData.Replicas;
using MarketData.Signals.Grades;
using MarketData.Signals.Rules;
using MarketData.Snapshots.Pages;
using MarketData.Streaming;

if (await CommandLine.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceBuilder.Create(args);

builder.AddTelemetry();
builder.AddDatabase();
builder.AddReplicas();
builder.AddCaching();
builder.AddSources();
builder.AddIngestion();
builder.AddCandles();
builder.AddBackfills();
builder.AddRanking();
builder.AddGrades();
builder.AddSignals();
builder.AddPages();
builder.AddStreaming();
builder.AddAccess();
builder.AddCoinGecko();
builder.AddApi();
builder.AddDoctor(args);

var app = builder.Build();

if (await app.TryDiagnoseAsync(args) is { } verdict)
{
    return verdict;
}

app.UseApi();
app.MapAssets();
app.MapIdentity();
app.MapPrices();
app.MapValuations();
app.MapTiers();
app.MapCategories();
app.MapGlobal();
app.MapCandles();
app.MapHistory();
app.MapMarketHistory();
app.MapMetrics();
app.MapRankings();
app.MapGrades();
app.MapSignals();
app.MapAnalysis();
app.MapConversion();
app.MapSearch();
app.MapStreams();
app.MapSources();
app.MapBackfills();
app.MapQuarantine();
app.MapCoinGecko();
app.MapKey();
app.MapAdminKeys();
app.MapAudit();
app.MapStatus();
app.MapHealth();
app.MapMetricsForPrometheus();

return await app.RunOrExplainAsync();
