using MarketData.Candles;
using MarketData.Markets;
using MarketData.Signals.Indicators;
using MarketData.Signals.Performance;
using MarketData.Snapshots;

namespace MarketData.Signals.Rules;

/// <summary>
/// The rules of all assets up to the last closed day, and the day that is open: read from the database once, then carried on day by day and
/// with each snapshot. Of one thread at a time.
/// </summary>
internal sealed class SignalBook(DateOnly closedDay)
{
    private readonly Dictionary<int, RuleTrack> _tracks = [];
    private readonly Dictionary<int, Bar> _open = [];

    /// <summary>The last day that is over; candles of it have been taken.</summary>
    public DateOnly ClosedDay { get; private set; } = closedDay;

    /// <summary>Reads all daily candles there are, and has each rule walk over them.</summary>
    public static async Task<(SignalBook Book, PerformanceBoard Performance)> ReadAsync(
        ICandleStore store, DateOnly closedDay, CancellationToken cancellationToken)
    {
        var book = new SignalBook(closedDay);
        var walk = new WalkForward(closedDay);
        var assetId = 0;
        RuleTrack? track = null;
        await foreach (var candle in store.ReadAllAsync(CandleInterval.OneDay, DateTimeOffset.UnixEpoch, TimeOf(closedDay.AddDays(1)), cancellationToken))
        {
            if (track is null || candle.AssetId != assetId)
            {
                walk.EndAsset();
                assetId = candle.AssetId;
                track = new RuleTrack();
                book._tracks[assetId] = track;
            }

            // The walk is told where the rules stood before this day: what it does at the open it cannot know from the close.
            walk.Take(candle, track.Positions);
            track.Close(candle);
        }

        walk.EndAsset();
        await book.OpenAsync(store, cancellationToken);
        return (book, walk.Finish());
    }

    /// <summary>What the rules know of an asset; null without history.</summary>
    public RuleTrack? Find(int assetId) => _tracks.GetValueOrDefault(assetId);

    /// <summary>The day that is open, as far as it is known; null if nothing is.</summary>
    public Bar? FindOpen(int assetId) => _open.TryGetValue(assetId, out var day) ? day : null;

    /// <summary>Takes the days that have closed since.</summary>
    public async Task CloseAsync(ICandleStore store, DateOnly closedDay, CancellationToken cancellationToken)
    {
        while (ClosedDay < closedDay)
        {
            var day = ClosedDay.AddDays(1);
            foreach (var candle in await store.ReadDayAsync(TimeOf(day), cancellationToken))
            {
                if (!_tracks.TryGetValue(candle.AssetId, out var track))
                {
                    _tracks[candle.AssetId] = track = new RuleTrack();
                }

                track.Close(candle);
            }

            ClosedDay = day;
        }

        await OpenAsync(store, cancellationToken);
    }

    /// <summary>Takes over prices of the open day.</summary>
    public void Observe(MarketSnapshot snapshot)
    {
        var today = ClosedDay.AddDays(1);
        foreach (var row in snapshot.Rows)
        {
            if (row.Quote is not { } quote || DateOnly.FromDateTime(quote.Figures.AsOf.UtcDateTime) != today)
            {
                continue;
            }

            var price = Money.ToDouble(quote.Figures.Price);
            var volume = quote.Figures.Volume24h is { } known ? Money.ToDouble(known) : double.NaN;
            _open[row.Asset.Id] = _open.TryGetValue(row.Asset.Id, out var day)
                ? day with { High = Math.Max(day.High, price), Low = Math.Min(day.Low, price), Close = price, Volume = volume }
                : new Bar(price, price, price, price, volume);
        }
    }

    /// <summary>Start of a day.</summary>
    public static DateTimeOffset TimeOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private async Task OpenAsync(ICandleStore store, CancellationToken cancellationToken)
    {
        _open.Clear();
        foreach (var candle in await store.ReadDayAsync(TimeOf(ClosedDay.AddDays(1)), cancellationToken))
        {
            _open[candle.AssetId] = RuleTrack.BarOf(candle);
        }
    }
}
