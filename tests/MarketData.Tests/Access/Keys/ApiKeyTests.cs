using MarketData.Access;
using MarketData.Access.Keys;

namespace MarketData.Tests.Access.Keys;

public sealed class ApiKeyTests
{
    [Fact]
    public void Matches_HashThatDiffersAnywhere_IsRefused()
    {
        var hash = ApiKeyText.Hash(ApiKeyText.Create());
        var key = new ApiKey("id", hash, "x", AccessScopes.Read, "standard", DateTimeOffset.UnixEpoch, null, null, null, 1);

        key.Matches(hash).ShouldBeTrue();
        for (var place = 0; place < hash.Length; place++)
        {
            var other = hash.ToArray();
            other[place] ^= 1;
            key.Matches(other).ShouldBeFalse($"{place}");
        }

        key.Matches(hash.AsSpan(0, 16)).ShouldBeFalse();
    }
}
