namespace MarketData.Ingestion.Sources;

/// <summary>What providers mean by the numbers they write.</summary>
internal static class SourceNumberExtensions
{
    /// <summary>For fields where the provider writes 0 for a value that it does not know.</summary>
    public static SourceNumber MissingIfZero(this SourceNumber number) => number.Exact == 0 ? default : number;
}
