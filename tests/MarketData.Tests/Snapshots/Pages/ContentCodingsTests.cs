using MarketData.Snapshots.Pages;

namespace MarketData.Tests.Snapshots.Pages;

public sealed class ContentCodingsTests
{
    [Theory]
    [InlineData("br", "Brotli")]
    [InlineData("gzip", "Gzip")]
    [InlineData("x-gzip", "Gzip")]
    [InlineData("gzip, deflate, br, zstd", "Brotli")]
    [InlineData("GZIP;Q=1.0, Br ; q=0.5", "Gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "Gzip")]
    [InlineData("*", "Brotli")]
    [InlineData("*;q=0.5, br;q=0", "Gzip")]
    [InlineData("br;q=0, gzip;q=0", "Identity")]
    [InlineData("identity", "Identity")]
    [InlineData("deflate", "Identity")]
    [InlineData("brotli", "Identity")]
    [InlineData("", "Identity")]
    [InlineData(",;,=,", "Identity")]
    public void Preferred_AcceptEncoding_IsWhatTheClientLikesBest(string header, string expected) =>
        ContentCodings.Preferred(header).ToString().ShouldBe(expected);
}
