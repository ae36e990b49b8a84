using MarketData.Assets;
using MarketData.Markets;

namespace MarketData.Ingestion.Sources.Sample;

/// <summary>The sample market as a source: it needs no network, and its first poll brings a past of 90 days.</summary>
internal sealed class SampleSource : IMarketDataSource
{
    /// <summary>Prices move at least this often, however long the time between two polls.</summary>
    private const int LongestTickInSeconds = 5;

    private const int HourInSeconds = 60 * 60;
    private const int DayInSeconds = 24 * HourInSeconds;
    private const int DaysOfHistory = 90;
    private const int DaysOfHourlyHistory = 7;

    /// <summary>One asset in so many comes without a fully diluted valuation, so that the service's own can be seen as well.</summary>
    private const int OneWithoutValuationIn = 5;

    private readonly SampleMarket _market;
    private readonly SampleCurrencies _currencies;
    private readonly IReadOnlyList<SeedAsset> _descriptions;
    private readonly TimeProvider _time;
    private readonly int _tickInSeconds;
    private bool _hasBroughtHistory;

    public SampleSource(SampleUniverse universe, SeedCatalog seed, SampleOptions options, TimeProvider time)
    {
        _market = new SampleMarket(universe, options.Seed);
        _currencies = new SampleCurrencies(_market, options.Seed);
        _descriptions =
        [
            .. universe.Assets.Select(asset => seed.Find(asset.Id)
                ?? throw new InvalidOperationException($"{asset.Id} of the sample market is not among the seed assets.")),
        ];
        _time = time;
        _tickInSeconds = (int)Math.Clamp(options.Interval.TotalSeconds, 1, LongestTickInSeconds);
        Interval = options.Interval;
    }

    public string Name => SourceNames.Sample;

    public TimeSpan Interval { get; }

    public bool GivesQuotes => true;

    public SourceBudget Budget { get; } = new(null, null, 0, null);

    /// <summary>Nothing to restore: no request is ever made.</summary>
    public void RestoreMonth(int requests)
    {
    }

    public Task<SourceBatch> FetchAsync(CancellationToken cancellationToken)
    {
        var receivedAt = _time.GetUtcNow();
        var second = Floor(receivedAt.ToUnixTimeSeconds(), _tickInSeconds);
        var batch = new SourceBatch
        {
            ReceivedAt = receivedAt,
            Quotes = QuotesAt(second),
            FxRates = _currencies.RatesAt(Floor(second, HourInSeconds), receivedAt),
            Tvls = [.. TvlsAt(second)],
            Sentiments = [.. SentimentsAt(second, receivedAt)],
            History = _hasBroughtHistory ? [] : [.. HistoryBefore(second)],
        };
        _hasBroughtHistory = true;
        return Task.FromResult(batch);
    }

    private SourceQuote[] QuotesAt(long second)
    {
        var quotes = new SourceQuote[_market.Tickers.Count];
        for (var i = 0; i < quotes.Length; i++)
        {
            quotes[i] = QuoteOf(_market.Tickers[i], _descriptions[i], second, givesValuation: i % OneWithoutValuationIn != OneWithoutValuationIn - 1);
        }

        return quotes;
    }

    private static SourceQuote QuoteOf(SampleTicker ticker, SeedAsset description, long second, bool givesValuation)
    {
        var asset = ticker.Asset;
        var figures = ticker.FiguresAt(second);
        var price = figures.Price;
        var marketCap = ticker.MarketCapOf(price);
        var valuation = givesValuation && (asset.TotalSupply ?? asset.MaxSupply) is { } supply ? SampleNumbers.RoundToCents(price * supply) : (decimal?)null;
        var changeOfDay = Change(price, figures.PriceDayBefore);
        return new SourceQuote
        {
            SourceId = asset.Id,
            Symbol = description.Symbol,
            Name = description.Name,
            Price = SourceNumber.Of(price),
            MarketCap = SourceNumber.Of(marketCap),
            FullyDilutedValuation = SourceNumber.Of(valuation),
            Volume24h = SourceNumber.Of(ticker.VolumeAt(second)),
            CirculatingSupply = SourceNumber.Of(asset.CirculatingSupply),
            TotalSupply = SourceNumber.Of(asset.TotalSupply),
            MaxSupply = SourceNumber.Of(asset.MaxSupply),
            High24h = SourceNumber.Of(figures.High24h),
            Low24h = SourceNumber.Of(figures.Low24h),
            PriceChange24h = SourceNumber.Of(price - figures.PriceDayBefore),
            MarketCapChange24h = SourceNumber.Of(marketCap - ticker.MarketCapOf(figures.PriceDayBefore)),
            MarketCapChangePercentage24h = marketCap is null ? default : changeOfDay,
            Change1h = Change(price, ticker.PriceAt(second - HourInSeconds)),
            Change24h = changeOfDay,
            Change7d = Change(price, ticker.PriceAt(second - (7 * DayInSeconds))),
            Change14d = Change(price, ticker.PriceAt(second - (14 * DayInSeconds))),
            Change30d = Change(price, ticker.PriceAt(second - (30 * DayInSeconds))),
            Change200d = Change(price, ticker.PriceAt(second - (200 * DayInSeconds))),
            Change1y = Change(price, ticker.PriceAt(second - (365 * DayInSeconds))),
            Ath = SourceNumber.Of(figures.Ath),
            AthDate = figures.AthDate,
            Atl = SourceNumber.Of(figures.Atl),
            AtlDate = figures.AtlDate,
            AsOf = DateTimeOffset.FromUnixTimeSeconds(second),
        };
    }

    /// <summary>Change in percent, to five places.</summary>
    private static SourceNumber Change(decimal now, decimal then) => SourceNumber.Of(decimal.Round(((now / then) - 1) * 100, 5));

    /// <summary>What is locked is held in the asset, and is worth more when the asset is.</summary>
    private IEnumerable<SourceTvl> TvlsAt(long second) => _market.Tickers
        .Where(ticker => ticker.Asset.Tvl is not null)
        .Select(ticker => new SourceTvl(
            ticker.Asset.Id, decimal.Round(ticker.Asset.Tvl!.Value * ticker.PriceAt(second) / ticker.Asset.Price), []));

    /// <summary>The index of today (UTC), on the first poll after that of the days before.</summary>
    private IEnumerable<SentimentPoint> SentimentsAt(long second, DateTimeOffset receivedAt)
    {
        var today = Floor(second, DayInSeconds);
        for (var days = _hasBroughtHistory ? 0 : DaysOfHistory; days >= 0; days--)
        {
            yield return SampleSentiment.PointAt(_market, today - (days * DayInSeconds), receivedAt);
        }
    }

    /// <summary>By asset, oldest first: the starts of the days, and of the hours in the last week.</summary>
    private IEnumerable<SourcePricePoint> HistoryBefore(long second)
    {
        var times = new List<long>();
        var firstHour = Floor(second, HourInSeconds) - (DaysOfHourlyHistory * DayInSeconds);
        for (var day = Floor(second, DayInSeconds) - (DaysOfHistory * DayInSeconds); day < firstHour; day += DayInSeconds)
        {
            times.Add(day);
        }

        for (var hour = firstHour; hour < second; hour += HourInSeconds)
        {
            times.Add(hour);
        }

        foreach (var ticker in _market.Tickers)
        {
            foreach (var time in times)
            {
                var price = ticker.PriceAt(time);
                yield return new SourcePricePoint(
                    ticker.Asset.Id, DateTimeOffset.FromUnixTimeSeconds(time), price, ticker.MarketCapOf(price), ticker.VolumeAt(time));
            }
        }
    }

    private static long Floor(long second, int step) => second - (second % step);
}
