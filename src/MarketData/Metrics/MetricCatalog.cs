using System.Collections.Frozen;

namespace MarketData.Metrics;

/// <summary>What is known of a metric beforehand.</summary>
/// <param name="Name">Our name for it.</param>
/// <param name="Unit">Unit of its values: <c>usd</c>, <c>asset</c> (units of the asset), <c>count</c>, <c>bytes</c> or <c>ratio</c>.</param>
/// <param name="Description">What it counts, in a sentence.</param>
/// <param name="Columns">What Coin Metrics calls it in its community files, now and in those of 2019.</param>
internal sealed record MetricDefinition(string Name, string Unit, string Description, params string[] Columns);

/// <summary>The metrics that we have a meaning for. Others are kept and given under the name they came with.</summary>
internal static class MetricCatalog
{
    private static readonly MetricDefinition[] Definitions =
    [
        new("active_addresses", "count", "Addresses that took part in a transfer on the day.", "AdrActCnt", "activeAddresses"),
        new("average_difficulty", "ratio", "Mean difficulty of the blocks of the day.", "DiffMean", "averageDifficulty"),
        new("block_count", "count", "Blocks of the day.", "BlkCnt", "blockCount"),
        new("block_size", "bytes", "Sum of the sizes of the blocks of the day.", "BlkSizeByte", "blockSize"),
        new("circulating_supply", "asset", "Units that exist at the end of the day.", "SplyCur"),
        new("exchange_volume_usd", "usd", "Volume traded on exchanges on the day.", "exchangeVolume(USD)"),
        new("fees", "asset", "Fees paid on the day.", "FeeTotNtv", "fees"),
        new("fees_usd", "usd", "Fees paid on the day.", "FeeTotUSD"),
        new("generated_coins", "asset", "New units that came to be on the day.", "IssTotNtv", "generatedCoins"),
        new("hash_rate", "ratio", "Mean rate at which hashes were computed on the day, in the unit of the source.", "HashRate"),
        new("market_cap_usd", "usd", "Price times supply at the end of the day, as the source has it.", "CapMrktCurUSD", "marketcap(USD)"),
        new("median_fee", "asset", "Median fee of a transaction of the day.", "FeeMedNtv", "medianFee"),
        new("median_transaction_value_usd", "usd", "Median value of a transfer of the day.", "TxTfrValMedUSD", "medianTxValue(USD)"),
        new("payment_count", "count", "Payments of the day: a transaction may hold several.", "TxTfrCnt", "paymentCount"),
        new("price_usd", "usd", "Price at the end of the day, as the source has it.", "PriceUSD", "price(USD)"),
        new("realized_cap_usd", "usd", "Every unit at the price at which it last moved.", "CapRealUSD", "realizedCap(USD)"),
        new("transaction_count", "count", "Transactions of the day.", "TxCnt", "txCount"),
        new("transfer_volume_adjusted_usd", "usd", "Value moved on the day, without what returned to its sender.", "TxTfrValAdjUSD", "adjustedTxVolume(USD)"),
        new("transfer_volume_usd", "usd", "Value moved on the day.", "TxTfrValUSD", "txVolume(USD)"),
        new(MetricName.Tvl, "usd", "Value locked in the asset's protocols or chain, as last seen on the day."),
    ];

    private static readonly FrozenDictionary<string, MetricDefinition> ByName = Definitions.ToFrozenDictionary(metric => metric.Name);

    private static readonly FrozenDictionary<string, string> NameByColumn = Definitions
        .SelectMany(metric => metric.Columns.Select(column => (column, metric.Name)))
        .ToFrozenDictionary(entry => entry.column, entry => entry.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is known of a metric; null if nothing is.</summary>
    public static MetricDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Our name for a column of a file; null if no name can be made of it.</summary>
    public static string? NameOf(string column) => NameByColumn.GetValueOrDefault(column) ?? MetricName.From(column);
}
