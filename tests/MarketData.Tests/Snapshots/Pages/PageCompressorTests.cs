using System.IO.Compression;
using System.Text;
using MarketData.Snapshots.Pages;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketData.Tests.Snapshots.Pages;

public sealed class PageCompressorTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 5000)));

    [Fact]
    public void Compress_BothForms_GiveTheBodyBack()
    {
        var compressed = PageCompressor.Compress(Body);

        Read(new BrotliStream(new MemoryStream(compressed.Brotli), CompressionMode.Decompress)).ShouldBe(Body);
        Read(new GZipStream(new MemoryStream(compressed.Gzip), CompressionMode.Decompress)).ShouldBe(Body);
        compressed.Brotli.Length.ShouldBeLessThan(Body.Length);
        compressed.Gzip.Length.ShouldBeLessThan(Body.Length);
    }

    [Fact]
    public void Compress_Nothing_IsReadable() => Read(new BrotliStream(new MemoryStream(PageCompressor.Compress([]).Brotli), CompressionMode.Decompress)).ShouldBeEmpty();

    [Fact]
    public void TryAdd_LineIsFull_RefusesAndThePageCanBeClaimedAgain()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State());
        var table = new PageTable(snapshot, 1 << 20);
        var page = new EncodedPage(snapshot, Body, "application/json", []);
        using var compressor = new PageCompressor(NullLogger<PageCompressor>.Instance);
        while (compressor.TryAdd(table, page))
        {
        }

        page.TryClaimCompression().ShouldBeTrue();
        page.TryClaimCompression().ShouldBeFalse();
        page.ReleaseCompression();
        page.TryClaimCompression().ShouldBeTrue();
    }

    [Fact]
    public void TryClaimCompression_ShortBody_IsNotWorthIt()
    {
        var snapshot = MakeSnapshot.Of(MakeSnapshot.State());

        new EncodedPage(snapshot, new byte[1023], "application/json", []).TryClaimCompression().ShouldBeFalse();
    }

    private static byte[] Read(Stream stream)
    {
        using var whole = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(whole);
        }

        return whole.ToArray();
    }
}
