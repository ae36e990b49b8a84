namespace MarketData.Ingestion.Backfill;

/// <summary>The past to be fetched. Either <c>assets</c> or <c>top</c>.</summary>
/// <param name="Source">Source to ask, which must be enabled: <c>binance</c>, <c>coingecko</c>, <c>coinpaprika</c> or <c>defillama</c> (value locked).</param>
/// <param name="Interval">
/// Width of the candles, or distance of the points that ours are folded from: <c>5m</c>, <c>1h</c> or <c>1d</c>, as far as the source has it.
/// </param>
/// <param name="Assets">Ids of the assets, 1 to 1,000; absent: <c>top</c>.</param>
/// <param name="Top">So many assets of the greatest market cap, of those that the source knows, 1 to 1,000; absent: <c>assets</c>.</param>
/// <param name="Since">Start of the range; absent, or before the source has anything: as far back as the source goes. The end is the last interval that is over.</param>
public sealed record BackfillRequest(
    string Source, string Interval, IReadOnlyList<string>? Assets = null, int? Top = null, DateTimeOffset? Since = null);
