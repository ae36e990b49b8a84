namespace MarketData.Ranking.Factors;

/// <summary>How two series vary together on the days on which both are known.</summary>
/// <param name="Days">Those days.</param>
/// <param name="Variance">Sum of the squared distances of the first from its mean.</param>
/// <param name="OtherVariance">The same of the second.</param>
/// <param name="Covariance">Sum of the products of the distances of both.</param>
internal readonly record struct JointMoments(int Days, double Variance, double OtherVariance, double Covariance)
{
    /// <summary>Variance of a day below which returns differ by rounding alone: a price that grows by the same every day does not vary.</summary>
    private const double Rounding = 1e-26;

    /// <summary>Covariance over the variance of the second; null where that does not vary.</summary>
    public double? Beta => OtherVariance > Rounding * Days ? Covariance / OtherVariance : null;

    /// <summary>Pearson's correlation; null where one of them does not vary.</summary>
    public double? Correlation => Variance > Rounding * Days && OtherVariance > Rounding * Days
        ? Math.Clamp(Covariance / Math.Sqrt(Variance * OtherVariance), -1, 1)
        : null;

    /// <summary>Of two series of the same length; NaN is unknown. In two passes, since sums of squares would cancel out.</summary>
    public static JointMoments Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sumLeft = 0, sumRight = 0;
        var days = 0;
        for (var i = 0; i < left.Length; i++)
        {
            if (!double.IsNaN(left[i] + right[i]))
            {
                sumLeft += left[i];
                sumRight += right[i];
                days++;
            }
        }

        double meanLeft = sumLeft / days, meanRight = sumRight / days, variance = 0, otherVariance = 0, covariance = 0;
        for (var i = 0; i < left.Length; i++)
        {
            if (!double.IsNaN(left[i] + right[i]))
            {
                variance += (left[i] - meanLeft) * (left[i] - meanLeft);
                otherVariance += (right[i] - meanRight) * (right[i] - meanRight);
                covariance += (left[i] - meanLeft) * (right[i] - meanRight);
            }
        }

        return new JointMoments(days, variance, otherVariance, covariance);
    }
}
