namespace MarketData.Ingestion.Sources.Sample;

/// <summary>
/// The made-up market: the same seed and second, from 1970 on, give the same figures, whatever was asked before and in every
/// process. Not safe for concurrent use.
/// </summary>
internal sealed class SampleMarket
{
    /// <summary>Bitcoin's volatility but for a part of its own; an asset's beta is measured against it.</summary>
    private const double Volatility = 0.5;

    /// <summary>Assets that move less than this in a year are held to a price, and are back at it within days.</summary>
    private const double PeggedVolatility = 0.01;

    private const int MonthInSeconds = 30 * 24 * 60 * 60;

    private readonly Dictionary<string, SampleTicker> _byId;
    private readonly SamplePath _path;

    /// <exception cref="InvalidOperationException">An asset follows one that is not there or that follows another.</exception>
    public SampleMarket(SampleUniverse universe, int seed)
    {
        var market = new SampleFactor(SampleNoise.KeyOf(seed, "market"), Volatility);
        var leaders = universe.Assets.Where(asset => asset.Follows is null).ToDictionary(asset => asset.Id);
        var paths = leaders.Values.ToDictionary(asset => asset.Id, asset => PathOf(asset, market, seed));
        Tickers =
        [
            .. universe.Assets.Select(asset => new SampleTicker(
                asset,
                paths.GetValueOrDefault(asset.Follows ?? asset.Id)
                    ?? throw new InvalidOperationException($"{asset.Id} follows {asset.Follows}, which has no path of its own."),
                SampleNoise.KeyOf(seed, $"volume:{asset.Id}"))),
        ];
        _byId = Tickers.ToDictionary(ticker => ticker.Asset.Id);
        _path = new SamplePath(market, default);
    }

    /// <summary>One for each asset, in the order of the universe.</summary>
    public IReadOnlyList<SampleTicker> Tickers { get; }

    /// <summary>The ticker of an asset that the universe has.</summary>
    public SampleTicker this[string id] => _byId[id];

    /// <summary>How far the market as a whole went in the 30 days before a second, as a logarithm.</summary>
    public double MonthlyMoveAt(long second) => _path.At(second) - _path.At(second - MonthInSeconds);

    /// <summary>What the market does not explain of an asset's volatility is its own.</summary>
    private static SamplePath PathOf(SampleAsset asset, SampleFactor market, int seed)
    {
        var shared = market with { Volatility = asset.Beta * market.Volatility };
        var rest = Math.Max(0, (asset.Volatility * asset.Volatility) - (shared.Volatility * shared.Volatility));
        return new SamplePath(
            shared,
            new SampleFactor(SampleNoise.KeyOf(seed, asset.Id), Math.Sqrt(rest)),
            asset.Volatility < PeggedVolatility ? SamplePath.ShortCell : SamplePath.LongCell);
    }
}
