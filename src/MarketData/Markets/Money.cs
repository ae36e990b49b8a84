namespace MarketData.Markets;

/// <summary>Decimal arithmetic in which unknown stays unknown, and what <see cref="decimal"/> cannot hold becomes unknown instead of an error.</summary>
internal static class Money
{
    /// <summary>Product; null if a factor is unknown or the product is beyond the range.</summary>
    public static decimal? Multiply(decimal? left, decimal? right)
    {
        if (left is not { } a || right is not { } b)
        {
            return null;
        }

        try
        {
            return a * b;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Quotient; null if a part is unknown, the divisor is zero, or the quotient is beyond the range.</summary>
    public static decimal? Divide(decimal? dividend, decimal? divisor)
    {
        if (dividend is not { } a || divisor is not { } b || b == 0)
        {
            return null;
        }

        try
        {
            return a / b;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Quotient as a ratio, for which a double is enough.</summary>
    public static double? Ratio(decimal? dividend, decimal? divisor) =>
        dividend is { } a && divisor is { } b && b != 0 ? ToDouble(a) / ToDouble(b) : null;

    /// <summary>
    /// The nearest double. A cast gives different doubles for 1.0 and 1.00, since it divides by the power of ten that the trailing zeros
    /// stand for; equal decimals must sort as equals.
    /// </summary>
    public static double ToDouble(decimal value)
    {
        // Dividing by one with all 28 places takes the trailing zeros away.
        return (double)(value / 1.0000000000000000000000000000m);
    }

    /// <summary>Sum; null if it is beyond the range.</summary>
    public static decimal? Add(decimal? left, decimal? right)
    {
        if (left is not { } a || right is not { } b)
        {
            return null;
        }

        try
        {
            return a + b;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The middle value; of an even number the mean of the two in the middle. The list is sorted in place and not empty.</summary>
    public static decimal Median(List<decimal> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        if (values.Count % 2 == 1)
        {
            return values[middle];
        }

        // Half the distance added, since the sum of two great values may not fit.
        return values[middle - 1] + ((values[middle] - values[middle - 1]) / 2);
    }
}
