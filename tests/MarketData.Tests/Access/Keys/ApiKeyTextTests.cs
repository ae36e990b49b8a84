using MarketData.Access.Keys;

namespace MarketData.Tests.Access.Keys;

public sealed class ApiKeyTextTests
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void Create_ManyTimes_GivesWellFormedKeysThatDiffer()
    {
        var keys = Enumerable.Range(0, 10_000).Select(_ => ApiKeyText.Create()).ToList();

        keys.Distinct().Count().ShouldBe(10_000);
        keys.All(key => key.Length == ApiKeyText.Length && ApiKeyText.TryGetId(key, out _)).ShouldBeTrue();
        foreach (var place in Enumerable.Range(ApiKeyText.Prefix.Length + ApiKeyText.IdLength + 1, 43))
        {
            keys.Select(key => key[place]).Distinct().Count().ShouldBe(Digits.Length, "A character of the secret does not take every value.");
        }
    }

    [Fact]
    public void TryGetId_AnyOneCharacterChanged_IsRefused()
    {
        var key = ApiKeyText.Create();

        for (var place = 0; place < key.Length; place++)
        {
            foreach (var other in Digits.Where(digit => digit != key[place]))
            {
                ApiKeyText.TryGetId($"{key[..place]}{other}{key[(place + 1)..]}", out _).ShouldBeFalse($"{place}: {other}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("mdk_")]
    [InlineData("CG-abcdefghijklmnopqrstuvwx")]
    public void TryGetId_OtherForm_IsRefused(string text) => ApiKeyText.TryGetId(text, out _).ShouldBeFalse();

    [Fact]
    public void TryGetId_LettersBeyondAscii_AreRefused()
    {
        var key = ApiKeyText.Create();

        ApiKeyText.TryGetId(key[..20] + "é" + key[21..], out _).ShouldBeFalse();
        ApiKeyText.TryGetId(key[..20] + "\0" + key[21..], out _).ShouldBeFalse();
    }

    [Fact]
    public void Hash_KnownText_IsItsSha256()
    {
        // printf 'mdk_abcdefgh_0123456789012345678901234567890123456789012000000' | sha256sum
        const string Text = "mdk_abcdefgh_0123456789012345678901234567890123456789012000000";

        Convert.ToHexStringLower(ApiKeyText.Hash(Text)).ShouldBe("a9bb78208a83f90f69fac0d3b3d016fd800d5fac440d066a70d4f486acffe04d");
    }
}
