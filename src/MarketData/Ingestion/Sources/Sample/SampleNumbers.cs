namespace MarketData.Ingestion.Sources.Sample;

/// <summary>Turns what the paths give into figures that a person can read.</summary>
internal static class SampleNumbers
{
    private const int SignificantDigits = 6;
    private const int MostDecimalPlaces = 28;

    /// <summary>The nearest number of six significant digits, without trailing zeros. The value is greater than zero.</summary>
    public static decimal Round(double value)
    {
        var places = SignificantDigits - 1 - (int)Math.Floor(Math.Log10(value));
        if (places <= 0)
        {
            var unit = Math.Pow(10, -places);
            return (decimal)(Math.Round(value / unit) * unit);
        }

        places = Math.Min(places, MostDecimalPlaces);
        var digits = (long)Math.Round(value * Math.Pow(10, places));
        while (places > 0 && digits % 10 == 0)
        {
            digits /= 10;
            places--;
        }

        return new decimal((int)digits, (int)(digits >> 32), 0, false, (byte)places);
    }

    /// <summary>An amount of US dollars in whole cents.</summary>
    public static decimal RoundToCents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}
