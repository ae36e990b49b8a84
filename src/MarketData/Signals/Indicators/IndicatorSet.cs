using System.Runtime.CompilerServices;
using MarketData.Candles;

namespace MarketData.Signals.Indicators;

/// <summary>Several indicators over one series of candles.</summary>
internal sealed class IndicatorSet
{
    private readonly Indicator[] _indicators;
    private readonly double[] _values;

    public IndicatorSet(IReadOnlyList<NamedIndicator> named)
    {
        Named = named;
        WarmUp = named.Max(indicator => indicator.WarmUp);
        _indicators = [.. named.Select(indicator => indicator.Create())];
        _values = new double[named.Sum(indicator => indicator.Definition.Outputs.Count)];
    }

    public IReadOnlyList<NamedIndicator> Named { get; }

    /// <summary>Candles that come before the first of which every indicator is settled.</summary>
    public int WarmUp { get; }

    /// <summary>The indicators of a series, candle by candle, in constant memory.</summary>
    /// <param name="candles">Oldest first.</param>
    /// <param name="from">What is before it is for warming up and is not given.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async IAsyncEnumerable<IndicatorRow> RunAsync(
        IAsyncEnumerable<Candle> candles, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = 0;
        await foreach (var candle in candles.WithCancellation(cancellationToken))
        {
            Add(Bar.From(candle));
            if (candle.OpenTime >= from)
            {
                yield return new IndicatorRow(candle, [.. _values], before >= WarmUp);
            }

            before++;
        }
    }

    private void Add(in Bar bar)
    {
        var place = 0;
        for (var i = 0; i < _indicators.Length; i++)
        {
            var count = Named[i].Definition.Outputs.Count;
            _indicators[i].Add(bar, _values.AsSpan(place, count));
            place += count;
        }
    }
}

/// <summary>What indicators say at a candle.</summary>
/// <param name="Candle">The candle.</param>
/// <param name="Values">Their outputs, one after another; NaN is unknown.</param>
/// <param name="Settled">Whether none of them depends on where the series began.</param>
internal sealed record IndicatorRow(Candle Candle, double[] Values, bool Settled);
