using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;
using MarketData.Tests.Snapshots;

namespace MarketData.Tests.Hosting.Json;

public sealed class ApiJsonTests
{
    [Fact]
    public void For_Format_IsItsContext()
    {
        ApiJson.For(NumberFormat.Full).ShouldBeSameAs(ApiJson.Numbers);
        ApiJson.For(new NumberFormat(2, true)).ShouldBeSameAs(ApiJson.Text);
    }

    [Theory]
    [InlineData(false, "0.10")]
    [InlineData(true, "\"0.10\"")]
    public void TypeInfo_NullableDecimals_FollowTheFormat(bool asText, string expected)
    {
        var format = new NumberFormat(null, asText);
        var answer = AssetResponse.From(MakeSnapshot.Row("a", Make.Quote(0.10m)), Currency.UsDollar, format);

        var json = JsonSerializer.Serialize(answer, ApiJson.TypeInfo<AssetResponse>(format));

        json.ShouldContain($"\"price\":{expected},");
        json.ShouldContain("\"market_cap\":null,");
    }
}
