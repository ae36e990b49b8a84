using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Assets;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.CoinGecko;
using MarketData.Database;
using MarketData.Hosting;
using MarketData.Ingestion;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources;
using MarketData.Markets;
using MarketData.Metrics;
using MarketData.Ranking;
using MarketData.Signals.Rules;
using MarketData.Snapshots.Pages;

if (await CommandLine.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = WebApplication.CreateBuilder(args);

builder.AddDatabase();
builder.AddCaching();
builder.AddSources();
builder.AddIngestion();
builder.AddCandles();
builder.AddBackfills();
builder.AddRanking();
builder.AddSignals();
builder.AddPages();
builder.AddAccess();
builder.AddCoinGecko();
builder.AddApi();

var app = builder.Build();

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
app.MapSignals();
app.MapConversion();
app.MapSearch();
app.MapSources();
app.MapBackfills();
app.MapQuarantine();
app.MapCoinGecko();
app.MapKey();
app.MapAdminKeys();
app.MapAudit();
app.MapHealth();

return await app.RunOrExplainAsync();
