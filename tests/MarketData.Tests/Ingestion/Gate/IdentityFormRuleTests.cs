using MarketData.Ingestion;
using MarketData.Ingestion.Gate;

namespace MarketData.Tests.Ingestion.Gate;

public sealed class IdentityFormRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("bitcoin", "btc", "Bitcoin", false)]
    [InlineData("", "btc", "Bitcoin", true)]
    [InlineData("bitcoin", "", "Bitcoin", true)]
    [InlineData("bitcoin", "btc", "", true)]
    [InlineData("bit\0coin", "btc", "Bitcoin", true)]
    [InlineData("bitcoin", "b\ntc", "Bitcoin", true)]
    [InlineData("bitcoin", "btc", "Bit\u0007coin", true)]
    [InlineData("bitcoin", "₿", "比特币 🙂", false)]
    public void IsMalformed_Names_AreTakenOnlyIfTheyCanBeStoredAndShown(string id, string symbol, string name, bool expected) =>
        IdentityFormRule.IsMalformed(Quote(id, symbol, name)).ShouldBe(expected);

    [Fact]
    public void IsMalformed_Lengths_AreTakenUpToTheirLimits()
    {
        IdentityFormRule.IsMalformed(Quote(new string('a', 200), new string('b', 200), new string('c', 300))).ShouldBeFalse();
        IdentityFormRule.IsMalformed(Quote(new string('a', 201), "b", "c")).ShouldBeTrue();
        IdentityFormRule.IsMalformed(Quote("a", new string('b', 201), "c")).ShouldBeTrue();
        IdentityFormRule.IsMalformed(Quote("a", "b", new string('c', 301))).ShouldBeTrue();
    }

    [Fact]
    public void Refuse_LongId_IsShortenedToWhatCanBeStored()
    {
        var refusal = IdentityFormRule.Refuse(Quote("\0" + new string('a', 5000), "b", "c"), "coingecko", Now);

        refusal.SourceId.ShouldBe(new string('a', 200));
        refusal.Rule.ShouldBe("identity_form");
        refusal.Field.ShouldBe("quote");
        refusal.Reason.ShouldNotBeNullOrWhiteSpace();
    }

    private static SourceQuote Quote(string id, string symbol, string name) => new() { SourceId = id, Symbol = symbol, Name = name };
}
