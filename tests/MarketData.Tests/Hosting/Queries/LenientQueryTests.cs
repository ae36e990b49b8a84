using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MarketData.Tests.Hosting.Queries;

public sealed class LenientQueryTests
{
    private static readonly QueryParameter<string?> Required = Parameter.Text("required", 10, "Needed.", required: true);
    private static readonly QueryParameter<int> Clamped = Parameter.Clamped("clamped", 1, 250, 100, "Brought in.");
    private static readonly QueryParameter<bool> Flag = Parameter.Flag("flag", true, "Switch.").OrDefault();
    private static readonly QueryParameter<bool> StrictFlag = Parameter.Flag("strict", true, "Switch.");
    private static readonly QueryParameter<IReadOnlyList<string>> Words = Parameter.KnownWords("words", ["1h", "7d"], "Windows.", "1h");

    [Fact]
    public void Read_UnknownRepeatedAndEmpty_AreIgnoredTheLastAndAbsent()
    {
        var (query, problems) = Read(("nobody", "1"), ("required", new StringValues(["a", "b"])), ("clamped", ""));

        problems.ShouldBeEmpty();
        query.Get(Required).ShouldBe("b");
        query.Has(Clamped).ShouldBeFalse();
        query.Get(Clamped).ShouldBe(100);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Read_RequiredThatIsNotGiven_IsMissing(string? given)
    {
        var (_, problems) = given is null ? Read() : Read(("required", given));

        problems.ShouldHaveSingleItem().Code.ShouldBe("missing_parameter");
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("-7", 1)]
    [InlineData("251", 250)]
    [InlineData("99999999999", 250)]
    [InlineData("12", 12)]
    [InlineData("x", 100)]
    public void Clamped_AnyText_IsWithinTheRange(string text, int expected) => Read(("required", "a"), ("clamped", text)).Query.Get(Clamped).ShouldBe(expected);

    [Theory]
    [InlineData("False", false)]
    [InlineData("true", true)]
    [InlineData("1", true)]
    public void OrDefault_WhatItDoesNotTake_IsTheDefault(string text, bool expected) => Read(("required", "a"), ("flag", text)).Query.Get(Flag).ShouldBe(expected);

    [Fact]
    public void Read_WrongValueOfAStrictOne_IsTold() =>
        Read(("required", "a"), ("strict", "1")).Problems.ShouldHaveSingleItem().Code.ShouldBe("invalid_parameter");

    [Fact]
    public void KnownWords_OthersAmongThem_AreDropped() => Read(("required", "a"), ("words", "7D,60d,,1h,7d")).Query.Get(Words).ShouldBe(["7d", "1h"]);

    private static (RequestQuery Query, IReadOnlyList<ParameterProblem> Problems) Read(params (string Name, StringValues Values)[] given) => RequestQuery.Read(
        new QueryContract([Required, Clamped, Flag, StrictFlag, Words]) { IsLenient = true },
        new QueryCollection(given.ToDictionary(entry => entry.Name, entry => entry.Values)));
}
