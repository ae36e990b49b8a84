namespace MarketData.IntegrationTests.Upstream;

/// <summary>Ways in which a provider fails.</summary>
internal enum UpstreamFault
{
    /// <summary>429 with <c>Retry-After</c>: the fault's seconds (none if they are 0).</summary>
    RateLimited,

    /// <summary>418 with <c>Retry-After</c>: the fault's seconds (none if they are 0).</summary>
    Banned,

    /// <summary>401, as to a key that is none.</summary>
    Unauthorized,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>503 with <c>Retry-After</c>: the fault's seconds (none if they are 0).</summary>
    Unavailable,

    /// <summary>200 with the error page of a proxy.</summary>
    Html,

    /// <summary>The right answer, after the fault's seconds.</summary>
    Slow,

    /// <summary>The connection is closed before an answer begins.</summary>
    Reset,

    /// <summary>The connection is closed in the middle of the answer.</summary>
    Truncate,

    /// <summary>An empty list.</summary>
    Empty,

    /// <summary>Bytes that are not JSON.</summary>
    Garbage,

    /// <summary>The right answer with every number null.</summary>
    Nulls,

    /// <summary>The right answer with every price 0.</summary>
    Zero,

    /// <summary>The right answer with every price a thousand times what it is.</summary>
    Spike,

    /// <summary>The right answer with every time of update a day earlier.</summary>
    Back,

    /// <summary>A list of 64 MiB of spaces.</summary>
    Huge,

    /// <summary>The same in gzip: some 64 KiB that unpack to 64 MiB.</summary>
    GzipBomb,

    /// <summary>A million lists, each in the one before.</summary>
    Deep,

    /// <summary>308 to <see cref="FakeUpstream.RedirectTarget"/>.</summary>
    Redirect,
}
