using MarketData.Candles;

namespace MarketData.Ingestion.Backfill;

/// <summary>
/// A job that the service makes at its first start with these settings, and never again: section <c>Ingestion:Backfill</c>. More jobs are
/// made by <c>POST /v1/admin/backfills</c>.
/// </summary>
public sealed class BackfillOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ingestion:Backfill";

    /// <summary>Most assets of one job.</summary>
    internal const int MaxAssets = 1000;

    /// <summary>Source to ask, such as <c>binance</c>; it must be enabled. Default empty: nothing is fetched.</summary>
    public string Source { get; set; } = "";

    /// <summary>Ids of the assets, such as <c>bitcoin</c>. Default none; at most 1,000. Either these or <see cref="Top"/>.</summary>
    public IReadOnlyList<string> Assets { get; set; } = [];

    /// <summary>So many assets of the greatest market cap, of those that the source knows. Default 0: none; at most 1,000.</summary>
    public int Top { get; set; }

    /// <summary>Width of the candles, or distance of the points: <c>5m</c>, <c>1h</c> or <c>1d</c> (default), as far as the source has it.</summary>
    public string Interval { get; set; } = CandleInterval.OneDay.Name();

    /// <summary>Start of the range, UTC. Default none: as far back as the source goes.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Whether there is anything to fetch.</summary>
    internal bool IsSet => !string.IsNullOrWhiteSpace(Source);

    internal BackfillRequest ToRequest() => new(Source.Trim(), Interval, Assets.Count == 0 ? null : Assets, Top == 0 ? null : Top, Since);
}

/// <summary>What can be told of the settings before the market is known. The rest is told when the job is made.</summary>
internal static class BackfillOptionsCheck
{
    public static IEnumerable<string> Find(IngestionOptions options)
    {
        var backfill = options.Backfill;
        if (!backfill.IsSet)
        {
            yield break;
        }

        Dictionary<string, bool> enabled = new()
        {
            [SourceNames.Binance] = options.Sources.Binance.Enabled,
            [SourceNames.CoinGecko] = options.Sources.CoinGecko.Enabled,
            [SourceNames.CoinPaprika] = options.Sources.CoinPaprika.Enabled,
            [SourceNames.DefiLlama] = options.Sources.DefiLlama.Enabled,
        };
        var source = backfill.Source.Trim();
        if (!enabled.TryGetValue(source, out var isEnabled))
        {
            yield return $"{Setting("Source")} is '{source}'; sources that give the past are {string.Join(", ", enabled.Keys)}.";
        }
        else if (!isEnabled)
        {
            yield return $"{Setting("Source")} is {source}, which is not enabled. Set its Enabled to true under {IngestionOptions.Section}:Sources.";
        }

        if (backfill.Assets.Count == 0 == (backfill.Top == 0))
        {
            yield return $"Set either {Setting("Assets")} or {Setting("Top")}.";
        }

        if (backfill.Assets.Count > BackfillOptions.MaxAssets || backfill.Top is < 0 or > BackfillOptions.MaxAssets)
        {
            yield return $"{Setting("Assets")} and {Setting("Top")} may name at most {BackfillOptions.MaxAssets} assets.";
        }

        if (CandleIntervals.Find(backfill.Interval) is null)
        {
            yield return $"{Setting("Interval")} is '{backfill.Interval}'; it must be one of {string.Join(", ", CandleIntervals.All.Select(interval => interval.Name()))}.";
        }
    }

    private static string Setting(string name) => $"{BackfillOptions.Section}:{name}";
}
