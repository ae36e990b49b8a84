using System.Globalization;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http;

namespace MarketData.Tests.Snapshots.Pages;

public sealed class PageHeadersTests
{
    private readonly MarketSnapshot _snapshot = MakeSnapshot.Of(MakeSnapshot.State());

    [Theory]
    [InlineData(0, 60, "0", "max-age=60")]
    [InlineData(25, 60, "25", "max-age=60")]
    [InlineData(25, 20, "25", "max-age=25")]
    [InlineData(600, 660, "600", "max-age=660")]
    public void MaxAge_LessAge_IsTheTimeToTheNextPoll(int secondsSinceBuilt, int nextPollAfter, string age, string maxAge)
    {
        var headers = Of(secondsSinceBuilt, nextPollAfter);

        headers.Age.ShouldBe(age);
        headers.Public.ShouldBe($"public, {maxAge}, stale-while-revalidate=30, stale-if-error=300");
        headers.Private.ShouldBe($"private, {maxAge}, stale-while-revalidate=30, stale-if-error=300");
    }

    [Fact]
    public void AreHeldBy_IfNoneMatch_ComparesWeakly()
    {
        var headers = Of(0, 60);
        var tag = headers.Tag(false);
        var opaque = tag[2..];

        foreach (var held in new[] { tag, opaque, "*", $"\"other\", {tag}", $"W/\"x\",{opaque} ,\"y\"" })
        {
            headers.AreHeldBy(new HeaderDictionary { ["If-None-Match"] = held }, false).ShouldBeTrue(held);
        }

        foreach (var other in new[] { "\"other\"", tag.Trim('"'), opaque.Trim('"'), headers.Tag(true), "", tag[..^2] + "\"" })
        {
            headers.AreHeldBy(new HeaderDictionary { ["If-None-Match"] = other }, false).ShouldBeFalse(other);
        }
    }

    [Fact]
    public void AreHeldBy_IfModifiedSince_CountsOnlyWithoutATag()
    {
        var headers = Of(0, 60);
        var built = headers.LastModified;
        var before = (_snapshot.BuiltAt - TimeSpan.FromSeconds(1)).ToString("R", CultureInfo.InvariantCulture);

        headers.AreHeldBy(new HeaderDictionary { ["If-Modified-Since"] = built }, false).ShouldBeTrue();
        headers.AreHeldBy(new HeaderDictionary { ["If-Modified-Since"] = before }, false).ShouldBeFalse();
        headers.AreHeldBy(new HeaderDictionary { ["If-Modified-Since"] = "yesterday" }, false).ShouldBeFalse();
        headers.AreHeldBy(new HeaderDictionary { ["If-Modified-Since"] = built, ["If-None-Match"] = "\"other\"" }, false).ShouldBeFalse();
        headers.AreHeldBy(new HeaderDictionary(), false).ShouldBeFalse();
    }

    [Fact]
    public void Tag_OfTextAndJson_Differ() => Of(0, 60).Tag(true).ShouldNotBe(Of(0, 60).Tag(false));

    private PageHeaders Of(int secondsSinceBuilt, int nextPollAfter) => new(
        _snapshot, _snapshot.BuiltAt.AddSeconds(secondsSinceBuilt), _snapshot.BuiltAt.AddSeconds(nextPollAfter), new PagesOptions());
}
