using System.Buffers;
using System.IO.Compression;
using System.Threading.Channels;

namespace MarketData.Snapshots.Pages;

/// <summary>
/// Compresses pages behind the requests, one after another. Until a page's turn has come it is served as it is: compressing within the
/// request would cost that one more than all that it saves the next hundred.
/// </summary>
internal sealed partial class PageCompressor(ILogger<PageCompressor> logger) : BackgroundService
{
    /// <summary>Pages that may wait. One more stays as it is, and is tried again by a later request.</summary>
    private const int MaxWaiting = 256;

    private const int BrotliWindow = 22;

    /// <summary>Brotli's level, chosen by the figures in docs/performance.md.</summary>
    private const int BrotliQuality = 5;

    private readonly Channel<(PageTable Table, EncodedPage Page)> _waiting = Channel.CreateBounded<(PageTable, EncodedPage)>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Puts a page in the line; false if it is full.</summary>
    public bool TryAdd(PageTable table, EncodedPage page) => _waiting.Writer.TryWrite((table, page));

    /// <summary>Both forms of a body.</summary>
    public static CompressedBodies Compress(ReadOnlySpan<byte> body)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(body, buffer, out var written, BrotliQuality, BrotliWindow))
            {
                throw new InvalidOperationException("The buffer for a compressed page is too small.");
            }

            return new CompressedBodies(buffer.AsSpan(0, written).ToArray(), Gzip(body));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (table, page) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                table.AddCompressed(page, Compress(page.Body));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The page is served as it is; the next ones still have their turn.
                Log.NotCompressed(logger, exception, page.Body.Length);
            }
        }
    }

    private static byte[] Gzip(ReadOnlySpan<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return compressed.ToArray();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A page of {Bytes} bytes could not be compressed")]
        public static partial void NotCompressed(ILogger logger, Exception exception, int bytes);
    }
}
