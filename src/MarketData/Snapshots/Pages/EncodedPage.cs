namespace MarketData.Snapshots.Pages;

/// <summary>A whole answer as it goes over the wire, plain and compressed. Requests share it and change nothing but its marks.</summary>
internal sealed class EncodedPage(MarketSnapshot snapshot, byte[] body, string contentType, KeyValuePair<string, string>[] headers)
{
    /// <summary>Below this, headers outweigh what compressing saves.</summary>
    private const int LeastToCompress = 1024;

    private volatile CompressedBodies? _compressed;
    private volatile bool _isUsed;
    private int _isCompressing;

    /// <summary>What it was made from.</summary>
    public MarketSnapshot Snapshot { get; } = snapshot;

    /// <summary>The body as it is.</summary>
    public byte[] Body { get; } = body;

    /// <summary>Its media type.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>Headers of its own, such as <c>Link</c>.</summary>
    public KeyValuePair<string, string>[] Headers { get; } = headers;

    /// <summary>The compressed forms; null until they are made, which is never for a page that is short or asked for once.</summary>
    public CompressedBodies? Compressed
    {
        get => _compressed;
        set => _compressed = value;
    }

    /// <summary>Memory that the page takes, without its keys.</summary>
    public int Size => Body.Length + (_compressed?.Size ?? 0);

    /// <summary>Whether it was asked for since <see cref="TakeUsed"/>.</summary>
    public void MarkUsed()
    {
        // Read first: a write by every request would pass the line from core to core.
        if (!_isUsed)
        {
            _isUsed = true;
        }
    }

    /// <summary>Whether it was asked for since the last call.</summary>
    public bool TakeUsed()
    {
        var isUsed = _isUsed;
        _isUsed = false;
        return isUsed;
    }

    /// <summary>True for one caller, who then has it compressed.</summary>
    public bool TryClaimCompression() =>
        _compressed is null && _isCompressing == 0 && Body.Length >= LeastToCompress && Interlocked.Exchange(ref _isCompressing, 1) == 0;

    /// <summary>Lets another caller try again.</summary>
    public void ReleaseCompression() => Volatile.Write(ref _isCompressing, 0);
}

/// <summary>A body in compressed forms.</summary>
/// <param name="Brotli">For clients that take <c>br</c>.</param>
/// <param name="Gzip">For clients that take <c>gzip</c>.</param>
internal sealed record CompressedBodies(byte[] Brotli, byte[] Gzip)
{
    /// <summary>Memory that they take.</summary>
    public int Size => Brotli.Length + Gzip.Length;
}
