using MarketData.Hosting.Queries;

namespace MarketData.Snapshots.Pages;

/// <summary>What was asked for: a page is found by it as it was written, and by its normalised form.</summary>
/// <param name="Path">Path, its letter case as it was written: ids of contracts and providers tell it apart.</param>
/// <param name="Query">Query string as it was written, or its values in the order of the contract.</param>
/// <param name="IsText">Whether plain text was preferred to JSON, of an endpoint that has both.</param>
internal readonly record struct PageKey(string Path, string Query, bool IsText)
{
    /// <summary>The request as it was written.</summary>
    public static PageKey Of(HttpRequest request, PageMetadata metadata) =>
        new(PathOf(request), request.QueryString.Value ?? "", metadata.PrefersText(request));

    /// <summary>The request as its endpoint understood it: other spellings of the same query have the same key.</summary>
    public static PageKey Normalised(HttpRequest request, PageMetadata metadata, RequestQuery query) =>
        new(PathOf(request), query.Normalised(), metadata.PrefersText(request));

    /// <summary>Memory that the key takes, roughly.</summary>
    public int Size => 96 + ((Path.Length + Query.Length) * sizeof(char));

    private static string PathOf(HttpRequest request) =>
        request.PathBase.HasValue ? request.PathBase.Value + request.Path.Value : request.Path.Value ?? "";
}
