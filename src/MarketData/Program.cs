using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Hosting;
using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using MarketData.Markets;
using MarketData.Ranking;

if (args is [MigrateCommand.Name, ..])
{
    return await MigrateCommand.RunAsync(args, Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(args);

builder.AddDatabase();
builder.AddSources();
builder.AddIngestion();
builder.AddCandles();
builder.AddRanking();
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
app.MapRankings();
app.MapConversion();
app.MapSearch();
app.MapSources();
app.MapQuarantine();
app.MapHealth();

return await app.RunOrExplainAsync();
