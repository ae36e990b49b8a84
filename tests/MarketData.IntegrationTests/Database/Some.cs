using MarketData.Assets;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.IntegrationTests.Database;

/// <summary>Records with plausible figures, of which a test changes what it is about.</summary>
internal static class Some
{
    /// <summary>A time with microseconds, and not on the grid.</summary>
    public static readonly DateTimeOffset Time = new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero).AddTicks(5_358_970);

    public static NewAsset Asset(string slug) => new(slug, slug[..3], $"Name of {slug}", null, Time);

    public static Quote Quote(int assetId, string source = "coingecko", decimal price = 1.5m) =>
        new() { AssetId = assetId, Source = source, Price = price, AsOf = Time, ReceivedAt = Time.AddSeconds(2) };

    public static IngestionRun Run(string source = "coingecko") => new()
    {
        Source = source,
        StartedAt = Time,
        FinishedAt = Time.AddSeconds(3),
        Outcome = IngestionOutcome.Succeeded,
        Requests = 4,
    };

    public static IngestionCommit Commit(params Quote[] quotes) => new() { Run = Run(), Quotes = quotes };

    public static PricePoint Point(int assetId, DateTimeOffset at, decimal price = 1.5m, string source = "coingecko") =>
        new(assetId, PricePoint.SlotOf(at), at, price, 1000m, null, source);

    /// <summary>Stores points as a poll does.</summary>
    public static Task AddPricePointsAsync(this IMarketStore store, IReadOnlyList<PricePoint> points, CancellationToken cancellationToken) =>
        store.CommitAsync(Commit() with { PricePoints = points }, cancellationToken);

    public static Candle Candle(
        int assetId, CandleInterval interval, DateTimeOffset openTime, decimal close = 1.5m, CandleOrigin origin = CandleOrigin.Own) => new()
        {
            AssetId = assetId,
            Interval = interval,
            OpenTime = interval.OpenTimeOf(openTime),
            Origin = origin,
            Open = 1m,
            High = 3m,
            Low = 0.5m,
            Close = close,
            FirstAt = interval.OpenTimeOf(openTime),
            LastAt = interval.OpenTimeOf(openTime).AddSeconds(7),
            Source = "coingecko",
        };

    public static Candle CandleWithEveryField(int assetId, CandleInterval interval, CandleOrigin origin) =>
        Candle(assetId, interval, Time, origin: origin) with
        {
            Open = 64123.4500m,
            High = 79228162514264337593543950335m,
            Low = 0.0000000000000000000000000001m,
            Close = 64123.0m,
            Volume = 0m,
            MarketCap = 1265000000000.10m,
            Volume24h = 32100000000.000m,
            FirstAt = Time,
            LastAt = Time.AddTicks(10),
            Source = "coingecko,coinpaprika",
        };

    public static CandleCorrection Correction(Candle after, DateTimeOffset correctedAt, string reason = "A point came late.") =>
        new(after with { Close = 9.90m, High = 9.90m, Source = "coinpaprika" }, after, correctedAt, reason);

    public static QuarantinedQuote Refusal(string sourceId, string rule = "jump", string field = "price", string source = "coingecko") =>
        new(source, sourceId, null, rule, field, "1e40", "Too far from the last one.", Time, Time, Time, 1);

    public static Quote QuoteWithEveryField(int assetId) => Quote(assetId) with
    {
        Price = 64123.4500m,
        MarketCap = 1265000000000.10m,
        FullyDilutedValuation = 1346592450000.000m,
        Volume24h = 32100000000m,
        CirculatingSupply = 18943225.0m,
        CirculatingSupplyBasis = SupplyBasis.MarketCapOverPrice,
        TotalSupply = 18943226.00m,
        MaxSupply = 21000000m,
        High24h = 65000.5m,
        Low24h = 63000.25m,
        PriceChange24h = -512.30m,
        MarketCapChange24h = -9876543210.5m,
        MarketCapChangePercentage24h = -0.78,
        Changes = new PriceChanges(0.1, -0.8, 3.25, -4.5, 12, 8.7e36, -99.999),
        Ath = 109000m,
        AthDate = Time.AddDays(-400),
        AthChangePercentage = -41.17115,
        Atl = 67.81m,
        AtlDate = Time.AddDays(-4000),
        AtlChangePercentage = 94463.12491,
        SaleReturn = new SaleReturn(90.20289796996686, "btc", 9020.289796996685),
        SourceRank = 1,
    };

    /// <summary>A commit that touches every table.</summary>
    public static IngestionCommit CommitOfEverything(Asset first, Asset second, string source = "coingecko") => new()
    {
        Run = Run(source),
        ChangedAssets = [first with { Name = "Changed", ImageUrl = "https://example.org/a.png" }],
        SourceIds =
        [
            new AssetSourceId(source, "id-1", first.Id, IdentityMatch.Own),
            new AssetSourceId(source, "id-2", second.Id, IdentityMatch.SymbolAndName),
        ],
        Contracts = [new AssetContract(first.Id, "ethereum", "0xabc"), new AssetContract(first.Id, "solana", "So1111")],
        Categories =
        [
            new Category
            {
                Id = "layer-1",
                Name = "Layer 1",
                Description = "Chains.",
                ProviderSource = source,
                ProviderMarketCap = 2000000000000.50m,
                ProviderMarketCapChangePercentage24h = -1.25,
                ProviderVolume24h = 5.0m,
                ProviderAsOf = Time,
                ProviderReceivedAt = Time.AddSeconds(1),
            },
            new Category { Id = "meme-token", Name = "Meme" },
        ],
        AssetCategories = [new AssetCategory(first.Id, "layer-1"), new AssetCategory(second.Id, "meme-token")],
        Quotes = [QuoteWithEveryField(first.Id) with { Source = source }, Quote(second.Id, source, 3.84e-18m)],
        PricePoints = [Point(first.Id, Time, 64123.4500m, source), Point(second.Id, Time, 3.84e-18m, source)],
        Candles = [.. CandleIntervals.All.Select(interval => Candle(first.Id, interval, Time, 64123.4500m) with { Source = source })],
        Corrections = [Correction(Candle(first.Id, CandleInterval.FiveMinutes, Time) with { Source = source }, Time)],
        GlobalPoint = new GlobalPoint(
            PricePoint.SlotOf(Time), 1265000000000.10m, null, 1, new Dictionary<string, double> { [first.Slug] = 100 }),
        CategoryPoints = [new CategoryPoint("layer-1", PricePoint.SlotOf(Time), 1265000000000.10m, null, 1)],
        FxRates =
        [
            new FxRate("eur", "Euro", CurrencyKind.Fiat, 0.9210m, source, Time, Time),
            new FxRate("xau", "Gold", CurrencyKind.Commodity, 0.00025m, source, null, Time),
        ],
        Tvls = [new AssetTvl(first.Id, source, 123456789.10m, Time)],
        Sentiments = [new SentimentPoint(source, Time, 25, "Extreme fear", Time)],
        Refusals = [Refusal("id-9", source: source)],
        Collisions = [new IdentityCollision(source, "id-3", "abc", "Abc", [first.Slug, second.Slug], Time)],
    };
}
