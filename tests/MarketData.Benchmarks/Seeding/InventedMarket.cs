using MarketData.Candles;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Benchmarks.Seeding;

/// <summary>Rows with as many digits as real ones have, the same in every run.</summary>
internal static class InventedMarket
{
    public const string Source = "coingecko";

    public static IngestionRun Run(DateTimeOffset at) => new()
    {
        Source = Source,
        StartedAt = at,
        FinishedAt = at,
        Outcome = IngestionOutcome.Succeeded,
    };

    /// <summary>A price of an asset at a time: over ten orders of magnitude between assets, within a few percent over time.</summary>
    public static decimal Price(int assetId, long time)
    {
        var digits = (uint)HashCode(assetId, time) % 1_000_000u;
        var scale = (byte)(4 + (assetId % 10));
        return new decimal((int)(600_000_000u + (uint)(assetId * 7919 % 300_000_000) + (digits * 30)), 0, 0, false, scale);
    }

    public static Quote Quote(int assetId, DateTimeOffset at)
    {
        var price = Price(assetId, at.UtcTicks / TimeSpan.TicksPerMinute);
        var supply = 1_000_000m + (assetId * 12_345.678m);
        var change = (assetId % 200 / 10.0) - 9.87654;
        return new Quote
        {
            AssetId = assetId,
            Source = Source,
            Price = price,
            MarketCap = decimal.Round(price * supply, 2),
            FullyDilutedValuation = decimal.Round(price * supply * 1.25m, 2),
            Volume24h = decimal.Round(price * supply / 37, 2),
            CirculatingSupply = supply,
            TotalSupply = supply * 1.25m,
            MaxSupply = assetId % 3 == 0 ? null : supply * 2,
            High24h = price * 1.02m,
            Low24h = price * 0.97m,
            PriceChange24h = price * 0.0123m,
            MarketCapChange24h = decimal.Round(price * supply * 0.0123m, 2),
            MarketCapChangePercentage24h = change,
            Changes = new PriceChanges(change / 5, change, change * 2, change * 3, change * 4, change * 5, change * 6),
            Ath = price * 3.3m,
            AthDate = at.AddDays(-assetId % 3000),
            Atl = price * 0.01m,
            AtlDate = at.AddDays(-assetId % 4000),
            SourceRank = assetId,
            AsOf = at,
            ReceivedAt = at.AddSeconds(7),
        };
    }

    public static PricePoint Point(int assetId, DateTimeOffset at)
    {
        var quote = Quote(assetId, at);
        return new PricePoint(assetId, PricePoint.SlotOf(at), at, quote.Price, quote.MarketCap, quote.Volume24h, Source);
    }

    public static Candle Candle(int assetId, CandleInterval interval, DateTimeOffset at)
    {
        var quote = Quote(assetId, at);
        return new Candle
        {
            AssetId = assetId,
            Interval = interval,
            OpenTime = interval.OpenTimeOf(at),
            Origin = CandleOrigin.Own,
            Open = quote.Price,
            High = quote.High24h!.Value,
            Low = quote.Low24h!.Value,
            Close = Price(assetId, at.UtcTicks / TimeSpan.TicksPerMinute + 1),
            MarketCap = quote.MarketCap,
            Volume24h = quote.Volume24h,
            FirstAt = interval.OpenTimeOf(at).AddSeconds(11),
            LastAt = at,
            Source = Source,
        };
    }

    private static int HashCode(int assetId, long time) => (int)(((ulong)assetId * 0x9E3779B97F4A7C15UL) ^ ((ulong)time * 0xC2B2AE3D27D4EB4FUL) >> 17);
}
