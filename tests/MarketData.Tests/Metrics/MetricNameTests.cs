using MarketData.Metrics;

namespace MarketData.Tests.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("medianTxValue(USD)", "median_tx_value_usd")]
    [InlineData("PriceUSD", "price_usd")]
    [InlineData("AdrActCnt", "adr_act_cnt")]
    [InlineData("BlkSizeByte", "blk_size_byte")]
    [InlineData("odd  (X)", "odd_x")]
    [InlineData("already_ours", "already_ours")]
    public void From_ProvidersName_IsInOurForm(string name, string expected) => MetricName.From(name).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("()")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void From_NothingUsable_IsNull(string name) => MetricName.From(name).ShouldBeNull();

    [Theory]
    [InlineData("AdrActCnt", "active_addresses")]
    [InlineData("activeAddresses", "active_addresses")]
    [InlineData("price(USD)", "price_usd")]
    public void NameOf_ColumnOfCoinMetrics_IsOurName(string column, string expected) => MetricCatalog.NameOf(column).ShouldBe(expected);
}
