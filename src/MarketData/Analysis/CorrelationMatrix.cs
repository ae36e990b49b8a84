using MarketData.Candles;
using MarketData.Ranking.Factors;

namespace MarketData.Analysis;

/// <summary>How assets moved with each other over closed days: Pearson's correlation of their daily log returns.</summary>
internal static class CorrelationMatrix
{
    /// <summary>Days on which both returns must be known: with fewer, chance alone gives a correlation of 0.45 once in twenty pairs.</summary>
    public const int MinDays = 20;

    /// <summary>
    /// Daily log returns over a window that ends with yesterday, oldest first; NaN where the close of the day or of the day before is
    /// unknown. Today is left out: its close would change with every poll.
    /// </summary>
    public static async Task<DailyReturns> ReadAsync(
        ICandleStore store, int assetId, DateTimeOffset end, int days, CancellationToken cancellationToken)
    {
        var start = end.AddDays(-days - 1);
        var closes = new double[days + 1];
        Array.Fill(closes, double.NaN);
        var sources = new HashSet<string>();
        DateTimeOffset? newest = null;
        await foreach (var candle in store.ReadAsync(assetId, CandleInterval.OneDay, start, end, days + 1, cancellationToken))
        {
            closes[(int)(candle.OpenTime - start).TotalDays] = Markets.Money.ToDouble(candle.Close);
            sources.Add(candle.Source);
            newest = candle.LastAt;
        }

        var returns = new double[days];
        for (var day = 0; day < days; day++)
        {
            returns[day] = Math.Log(closes[day + 1] / closes[day]);
        }

        return new DailyReturns(returns, sources, newest);
    }

    /// <summary>The correlation of each pair, the days that it rests on, and why one is unknown. Pure.</summary>
    public static CorrelationMatrixResponse Of(
        IReadOnlyList<string> ids, IReadOnlyList<double[]> returns, string window, DateTimeOffset from, DateTimeOffset to)
    {
        var correlations = ids.Select(_ => new double?[ids.Count]).ToArray();
        var days = ids.Select(_ => new int[ids.Count]).ToArray();
        var unknown = new List<UnknownCorrelation>();
        for (var left = 0; left < ids.Count; left++)
        {
            for (var right = left; right < ids.Count; right++)
            {
                var joint = JointMoments.Of(returns[left], returns[right]);
                days[left][right] = days[right][left] = joint.Days;
                correlations[left][right] = correlations[right][left] = joint.Days < MinDays ? null : joint.Correlation;
                if (correlations[left][right] is null)
                {
                    unknown.Add(new(ids[left], ids[right], joint.Days < MinDays ? UnknownCorrelationReason.TooFewDays : UnknownCorrelationReason.DoesNotVary));
                }
            }
        }

        return new CorrelationMatrixResponse(ids, window, from, to, MinDays, correlations, days, unknown);
    }
}

/// <summary>The daily log returns of an asset.</summary>
/// <param name="Returns">One a day, oldest first; NaN is unknown.</param>
/// <param name="Sources">Sources of the closes.</param>
/// <param name="AsOf">Time of the newest close by its source's clock; null if there is none.</param>
internal sealed record DailyReturns(double[] Returns, IReadOnlySet<string> Sources, DateTimeOffset? AsOf);
