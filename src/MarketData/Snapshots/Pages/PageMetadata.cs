namespace MarketData.Snapshots.Pages;

/// <summary>Says of an endpoint that its answers can be kept as pages: they follow from the snapshot and the address alone. As endpoint metadata.</summary>
internal sealed class PageMetadata
{
    /// <summary>Of endpoints that answer in JSON only.</summary>
    public static readonly PageMetadata Json = new(_ => false, "Accept-Encoding");

    private PageMetadata(Func<HttpRequest, bool> prefersText, string vary)
    {
        PrefersText = prefersText;
        Vary = vary;
    }

    /// <summary>Whether a request gets plain text instead of JSON.</summary>
    public Func<HttpRequest, bool> PrefersText { get; }

    /// <summary>Request headers that the answer depends on.</summary>
    public string Vary { get; }

    /// <summary>Of an endpoint that answers in plain text where that is preferred.</summary>
    public static PageMetadata JsonOrText(Func<HttpRequest, bool> prefersText) => new(prefersText, "Accept, Accept-Encoding");
}
