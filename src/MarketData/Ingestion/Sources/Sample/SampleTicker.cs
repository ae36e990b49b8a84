namespace MarketData.Ingestion.Sources.Sample;

/// <summary>
/// What one asset of the sample market costs at any second. Money is in US dollars; what is given for a second is the same whatever
/// was asked before, also in another process. Not safe for concurrent use.
/// </summary>
internal sealed class SampleTicker(SampleAsset asset, SamplePath path, ulong volumeKey)
{
    /// <summary>
    /// Greatest distance of a price's logarithm from that of the asset's base price. Two prices are thus less than e^1.6 = 4.95 times
    /// apart however long nobody asked, which is below the factor of 5 that the quality gate takes for a jump.
    /// </summary>
    private const double FurthestLogarithm = 0.8;

    private const int DayInSeconds = 24 * 60 * 60;

    /// <summary>
    /// The record highs and lows of the universe were all before this day; since then they follow the path. Moving it would change
    /// what was served as a record.
    /// </summary>
    private static readonly long Opening = new DateTimeOffset(2024, 11, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly SampleMovingPeak _high = new(path, lowest: false);
    private readonly SampleMovingPeak _low = new(path, lowest: true);
    private readonly SampleMovingPeak _ath = new(path, lowest: false);
    private readonly SampleMovingPeak _atl = new(path, lowest: true);
    private readonly double _basePrice = (double)asset.Price;
    private readonly SamplePeak _earlierHigh = KnownRecord(asset, asset.Ath, asset.AthDate);
    private readonly SamplePeak _earlierLow = KnownRecord(asset, asset.Atl, asset.AtlDate);

    /// <summary>The asset.</summary>
    public SampleAsset Asset { get; } = asset;

    /// <summary>Price, of six significant digits.</summary>
    public decimal PriceAt(long second) => ToPrice(path.At(second));

    /// <summary>Price times circulating supply, in whole cents; null if the supply is unknown.</summary>
    public decimal? MarketCapAt(long second) => MarketCapOf(PriceAt(second));

    /// <summary>Volume of the 24 hours before.</summary>
    public decimal VolumeAt(long second) => SampleNumbers.Round((double)Asset.Volume24h * Math.Exp(
        (0.35 * SampleNoise.Wave(volumeKey, DayInSeconds, second)) + (0.15 * SampleNoise.Wave(volumeKey, DayInSeconds / 4, second))));

    /// <summary>Price times circulating supply, in whole cents; null if the supply is unknown.</summary>
    public decimal? MarketCapOf(decimal price) => Asset.CirculatingSupply is { } supply ? SampleNumbers.RoundToCents(price * supply) : null;

    /// <summary>
    /// Price, range of the 24 hours before, and records, over every second and not only those polled:
    /// <c>atl ≤ low ≤ price ≤ high ≤ ath</c>.
    /// </summary>
    public SampleFigures FiguresAt(long second)
    {
        var dayBefore = second - DayInSeconds;
        var now = new SamplePeak(path.At(second), second);
        var then = new SamplePeak(path.At(dayBefore), dayBefore);
        var high = _high.Find(dayBefore, second, now.Value >= then.Value ? now : then);
        var low = _low.Find(dayBefore, second, now.Value <= then.Value ? now : then);
        var since = Math.Min(Opening, dayBefore);
        var ath = _ath.Find(since, second, _earlierHigh.Value >= high.Value ? _earlierHigh : high);
        var atl = _atl.Find(since, second, _earlierLow.Value <= low.Value ? _earlierLow : low);
        return new SampleFigures(
            ToPrice(now.Value),
            ToPrice(then.Value),
            ToPrice(high.Value),
            ToPrice(low.Value),
            ath == _earlierHigh ? Asset.Ath : ToPrice(ath.Value),
            DateTimeOffset.FromUnixTimeSeconds(ath.Second),
            atl == _earlierLow ? Asset.Atl : ToPrice(atl.Value),
            DateTimeOffset.FromUnixTimeSeconds(atl.Second));
    }

    /// <summary>Bends the path, which may go anywhere, into the bounds of the logarithm. It never falls where the path rises.</summary>
    private decimal ToPrice(double value)
    {
        var share = value / FurthestLogarithm;
        return SampleNumbers.Round(_basePrice * Math.Exp(value / Math.Sqrt(1 + (share * share))));
    }

    /// <summary>Where the path would have to be for a record; infinite if the bounds keep the price from ever being there.</summary>
    private static SamplePeak KnownRecord(SampleAsset asset, decimal price, DateOnly day)
    {
        var logarithm = Math.Log((double)price / (double)asset.Price);
        var share = logarithm / FurthestLogarithm;
        var value = Math.Abs(share) < 1 ? logarithm / Math.Sqrt(1 - (share * share)) : double.CopySign(double.PositiveInfinity, logarithm);
        return new SamplePeak(value, new DateTimeOffset(day, default, TimeSpan.Zero).ToUnixTimeSeconds());
    }
}

/// <summary>Price, range and records of an asset at a second, in US dollars.</summary>
/// <param name="Price">Price.</param>
/// <param name="PriceDayBefore">Price 24 hours before.</param>
/// <param name="High24h">Highest price of the 24 hours before, the price itself included.</param>
/// <param name="Low24h">Lowest, likewise.</param>
/// <param name="Ath">All-time high.</param>
/// <param name="AthDate">When it was, UTC.</param>
/// <param name="Atl">All-time low.</param>
/// <param name="AtlDate">When it was, UTC.</param>
internal readonly record struct SampleFigures(
    decimal Price,
    decimal PriceDayBefore,
    decimal High24h,
    decimal Low24h,
    decimal Ath,
    DateTimeOffset AthDate,
    decimal Atl,
    DateTimeOffset AtlDate);
