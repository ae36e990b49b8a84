namespace MarketData.Ingestion;

/// <summary>Names of the sources, as they stand in answers, settings and the database.</summary>
internal static class SourceNames
{
    public const string Binance = "binance";
    public const string CoinGecko = "coingecko";
    public const string CoinPaprika = "coinpaprika";
    public const string DefiLlama = "defillama";
    public const string AlternativeMe = "alternativeme";
    public const string Sample = "sample";

    /// <summary>Files that were imported without another name.</summary>
    public const string Import = "import";
}
