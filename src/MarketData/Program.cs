using MarketData.Assets;
using MarketData.Hosting;
using MarketData.Ingestion;
using MarketData.Markets;

var builder = WebApplication.CreateBuilder(args);

builder.AddIngestion();
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
app.MapConversion();
app.MapSearch();
app.MapSources();
app.MapQuarantine();
app.MapHealth();

app.Run();
