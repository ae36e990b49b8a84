using System.Diagnostics;
using MarketData.Assets;
using MarketData.Markets;
using MarketData.Snapshots;

namespace StreamTicker;

/// <summary>A small market all of whose prices change so many times a second. Rows have about a kilobyte, as real ones do.</summary>
/// <param name="perSecond">Changes a second.</param>
/// <param name="assets">Assets, each of which changes every time.</param>
internal sealed class Ticks(int perSecond, int assets)
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private long _version;

    /// <summary>Calls so many times a second; a call that takes long is not made up for.</summary>
    public async Task RunAsync(Action tick)
    {
        var period = Stopwatch.Frequency / perSecond;
        var next = Stopwatch.GetTimestamp();
        while (true)
        {
            next = Math.Max(next + period, Stopwatch.GetTimestamp() - period);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            tick();
        }
    }

    /// <summary>The market after the next change.</summary>
    public MarketSnapshot Next()
    {
        _version++;
        MarketRow[] rows = [.. Enumerable.Range(1, assets).Select(Row)];
        return new MarketSnapshot(rows)
        {
            Version = 1_800_000_000_000 + _version,
            BuiltAt = At,
            AsOf = At,
            Stale = false,
            NextStaleAt = null,
            Sources = ["coingecko"],
            EncodedRows = AssetEncoder.EncodeAll(rows),
            Currencies = new CurrencyTable([], _ => null),
            Categories = [],
            Totals = MarketTotals.Over([]),
            Tiers = new MarketsOptions().Tiers.ToThresholds(),
            Sentiments = [],
            Collisions = [],
        };
    }

    private MarketRow Row(int id)
    {
        // Always as many digits: every event has the same length.
        var price = 60_000m + (_version % 10_000 / 10_000m) + 0.00001m;
        var quote = new Quote
        {
            AssetId = id,
            Source = "coingecko",
            Price = price,
            MarketCap = 1_188_000_000_000.25m,
            FullyDilutedValuation = 1_260_000_000_000.25m,
            Volume24h = 23_760_000_000.75m,
            CirculatingSupply = 19_800_000m,
            TotalSupply = 19_800_000m,
            MaxSupply = 21_000_000m,
            High24h = 61_200.125m,
            Low24h = 58_200.125m,
            Changes = new PriceChanges(0.12345, -1.23456, 2.34567, 3.45678, -4.56789, 5.67891, 6.78912),
            Ath = 108_786.125m,
            AthDate = At.AddDays(-400),
            Atl = 67.8125m,
            AtlDate = At.AddDays(-4000),
            AsOf = At,
            ReceivedAt = At.AddSeconds(7),
        };
        return new MarketRow
        {
            Asset = new Asset(id, $"asset-{id:d4}", "btc", "An asset", "https://assets.example.org/coins/images/1/large/asset.png", At),
            Quote = Consensus.Of([quote], At, ConsensusRules.From(new MarketsOptions())),
            SourceQuotes = [],
            Refusals = [],
            Categories = ["layer-1", "smart-contract-platform"],
            Contracts = [],
            SourceIds = [],
        };
    }
}
