using System.Collections.Frozen;
using MarketData.Candles;
using MarketData.Markets;
using MarketData.Ranking.Kernels;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models;

/// <summary>
/// Computes how stored grades stood to the closes that followed, a day at a time, and keeps what it computed: each later call costs the
/// days that have ended since. A grade of a day is the last one of it and is held against closes from the end of that day on, so that
/// nothing looks ahead. Of one caller at a time.
/// </summary>
internal sealed class TrackRecordKeeper(IGradeStore grades, ICandleStore candles, GradeModelCatalog models)
{
    /// <summary>Days that are looked back over.</summary>
    public const int Days = 730;

    private readonly Dictionary<(string Model, int Horizon), Dictionary<DateOnly, DayCorrelation>> _correlations = [];
    private readonly RankScratch _scratch = new();
    private DateOnly _doneThrough = DateOnly.MinValue;

    /// <summary>The record of each model, by its id, for each horizon; days up to the one before <paramref name="today"/> count.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<TrackRecord>>> ReadAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var newest = today.AddDays(-1);
        var oldest = newest.AddDays(-Days);
        var held = new HeldDays(grades, candles, models);
        for (var end = _doneThrough >= oldest ? _doneThrough.AddDays(1) : oldest; end <= newest; end = end.AddDays(1))
        {
            await AddAsync(end, held, cancellationToken);
            held.Forget(end.AddDays(-TrackRecord.Horizons[^1]));
            _doneThrough = end;
        }

        return models.All.ToFrozenDictionary(
            model => model.Id,
            model => (IReadOnlyList<TrackRecord>)[.. TrackRecord.Horizons.Select(horizon => Of(model, horizon, newest.AddDays(-horizon), oldest))]);
    }

    private TrackRecord Of(GradeModel model, int horizon, DateOnly newest, DateOnly oldest)
    {
        var days = _correlations.GetValueOrDefault((model.Id, horizon), []);
        foreach (var gone in days.Keys.Where(day => day < oldest).ToList())
        {
            days.Remove(gone);
        }

        return TrackRecord.Of(horizon, newest, days);
    }

    /// <summary>Adds the correlations of all grades whose return is known with the end of a day.</summary>
    private async Task AddAsync(DateOnly end, HeldDays held, CancellationToken cancellationToken)
    {
        foreach (var horizon in TrackRecord.Horizons)
        {
            var start = end.AddDays(-horizon);
            foreach (var (model, graded) in await held.GradesAsync(start, cancellationToken))
            {
                var closes = await held.ClosesAsync(start, cancellationToken);
                var later = await held.ClosesAsync(end, cancellationToken);
                if (TrackRecord.OfDay(graded, closes, later, _scratch) is { } correlation)
                {
                    if (!_correlations.TryGetValue((model, horizon), out var days))
                    {
                        _correlations[(model, horizon)] = days = [];
                    }

                    days[start] = correlation;
                }
            }
        }
    }

    /// <summary>Days as they are read, each once. Closes are read only of days that grades stand at one end of.</summary>
    private sealed class HeldDays(IGradeStore grades, ICandleStore candles, GradeModelCatalog models)
    {
        private readonly Dictionary<DateOnly, IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>>> _grades = [];
        private readonly Dictionary<DateOnly, IReadOnlyDictionary<int, double>> _closes = [];

        /// <summary>The grades of a day by asset, of each model (by its id) with enough of them.</summary>
        public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<int, double>>> GradesAsync(DateOnly day, CancellationToken cancellationToken)
        {
            if (_grades.TryGetValue(day, out var held))
            {
                return held;
            }

            var read = new Dictionary<string, IReadOnlyDictionary<int, double>>();
            foreach (var model in models.All)
            {
                var graded = await grades.ReadDayAsync(GradeSource.Of(model), StartOf(day), cancellationToken);
                if (graded.Count >= TrackRecord.MinPairs)
                {
                    read[model.Id] = graded;
                }
            }

            return _grades[day] = read;
        }

        /// <summary>The closes of a day by asset, in US dollars.</summary>
        public async Task<IReadOnlyDictionary<int, double>> ClosesAsync(DateOnly day, CancellationToken cancellationToken)
        {
            if (!_closes.TryGetValue(day, out var held))
            {
                var read = await candles.ReadDayAsync(StartOf(day), cancellationToken);
                _closes[day] = held = read.ToFrozenDictionary(candle => candle.AssetId, candle => Money.ToDouble(candle.Close));
            }

            return held;
        }

        public void Forget(DateOnly day)
        {
            _grades.Remove(day);
            _closes.Remove(day);
        }

        private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
    }
}
