using FsCheck;
using FsCheck.Fluent;
using MarketData.Ingestion;
using MarketData.Markets;

namespace MarketData.Tests.Candles;

/// <summary>Points made by hand and by chance.</summary>
internal static class MakePoint
{
    public static PricePoint At(
        DateTimeOffset asOf,
        decimal price,
        decimal? marketCap = null,
        decimal? volume24h = null,
        string source = SourceNames.CoinGecko,
        int assetId = 1) =>
        new(assetId, PricePoint.SlotOf(asOf), asOf, price, marketCap, volume24h, source);

    /// <summary>Points of few different times, prices and sources, so that equal ones are frequent.</summary>
    public static Gen<PricePoint> Any(DateTimeOffset start, TimeSpan step, int steps, int assets = 1) =>
        from assetId in Gen.Choose(1, assets)
        from number in Gen.Choose(0, steps - 1)
        from price in Gen.Choose(1, 5)
        from marketCap in Gen.Choose(0, 3)
        from volume in Gen.Choose(0, 3)
        from source in Gen.Elements("coingecko", "coinpaprika", "coingecko,coinpaprika", "coinpaprika,coingecko")
        select At(start + (number * step), price / 4m, marketCap == 0 ? null : marketCap, volume == 0 ? null : volume, source, assetId);
}
