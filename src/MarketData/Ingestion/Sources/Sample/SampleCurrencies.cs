using MarketData.Markets;

namespace MarketData.Ingestion.Sources.Sample;

/// <summary>Made-up rates: round figures, about which those that are not pegged to the dollar swing slowly.</summary>
internal sealed class SampleCurrencies
{
    private const string GoldToken = "pax-gold";

    /// <summary>Units per US dollar, and standard deviation of the rate's logarithm over a year.</summary>
    private static readonly (string Code, string Name, CurrencyKind Kind, double UnitsPerUsd, double Volatility)[] Table =
    [
        ("aed", "United Arab Emirates Dirham", CurrencyKind.Fiat, 3.6725, 0),
        ("ars", "Argentine Peso", CurrencyKind.Fiat, 980, 0.08),
        ("aud", "Australian Dollar", CurrencyKind.Fiat, 1.5, 0.05),
        ("bdt", "Bangladeshi Taka", CurrencyKind.Fiat, 119, 0.02),
        ("bgn", "Bulgarian Lev", CurrencyKind.Fiat, 1.8, 0.04),
        ("bhd", "Bahraini Dinar", CurrencyKind.Fiat, 0.376, 0),
        ("bmd", "Bermudian Dollar", CurrencyKind.Fiat, 1, 0),
        ("brl", "Brazilian Real", CurrencyKind.Fiat, 5.6, 0.08),
        ("cad", "Canadian Dollar", CurrencyKind.Fiat, 1.37, 0.04),
        ("chf", "Swiss Franc", CurrencyKind.Fiat, 0.87, 0.04),
        ("clp", "Chilean Peso", CurrencyKind.Fiat, 940, 0.07),
        ("cny", "Chinese Yuan", CurrencyKind.Fiat, 7.1, 0.02),
        ("cop", "Colombian Peso", CurrencyKind.Fiat, 4200, 0.07),
        ("czk", "Czech Koruna", CurrencyKind.Fiat, 23, 0.04),
        ("dkk", "Danish Krone", CurrencyKind.Fiat, 6.85, 0.04),
        ("egp", "Egyptian Pound", CurrencyKind.Fiat, 48.5, 0.04),
        ("eur", "Euro", CurrencyKind.Fiat, 0.92, 0.04),
        ("gbp", "British Pound Sterling", CurrencyKind.Fiat, 0.77, 0.04),
        ("gel", "Georgian Lari", CurrencyKind.Fiat, 2.7, 0.03),
        ("hkd", "Hong Kong Dollar", CurrencyKind.Fiat, 7.78, 0),
        ("huf", "Hungarian Forint", CurrencyKind.Fiat, 365, 0.06),
        ("idr", "Indonesian Rupiah", CurrencyKind.Fiat, 15600, 0.04),
        ("ils", "Israeli New Shekel", CurrencyKind.Fiat, 3.7, 0.05),
        ("inr", "Indian Rupee", CurrencyKind.Fiat, 84, 0.02),
        ("jpy", "Japanese Yen", CurrencyKind.Fiat, 150, 0.05),
        ("kes", "Kenyan Shilling", CurrencyKind.Fiat, 129, 0.03),
        ("krw", "South Korean Won", CurrencyKind.Fiat, 1370, 0.05),
        ("kwd", "Kuwaiti Dinar", CurrencyKind.Fiat, 0.306, 0.01),
        ("lkr", "Sri Lankan Rupee", CurrencyKind.Fiat, 293, 0.03),
        ("mad", "Moroccan Dirham", CurrencyKind.Fiat, 9.8, 0.03),
        ("mmk", "Burmese Kyat", CurrencyKind.Fiat, 2100, 0),
        ("mxn", "Mexican Peso", CurrencyKind.Fiat, 19.8, 0.07),
        ("myr", "Malaysian Ringgit", CurrencyKind.Fiat, 4.3, 0.04),
        ("ngn", "Nigerian Naira", CurrencyKind.Fiat, 1640, 0.08),
        ("nok", "Norwegian Krone", CurrencyKind.Fiat, 10.9, 0.05),
        ("nzd", "New Zealand Dollar", CurrencyKind.Fiat, 1.65, 0.05),
        ("pen", "Peruvian Sol", CurrencyKind.Fiat, 3.75, 0.04),
        ("php", "Philippine Peso", CurrencyKind.Fiat, 57.5, 0.03),
        ("pkr", "Pakistani Rupee", CurrencyKind.Fiat, 278, 0.03),
        ("pln", "Polish Zloty", CurrencyKind.Fiat, 3.95, 0.05),
        ("qar", "Qatari Riyal", CurrencyKind.Fiat, 3.64, 0),
        ("ron", "Romanian Leu", CurrencyKind.Fiat, 4.57, 0.04),
        ("rub", "Russian Ruble", CurrencyKind.Fiat, 97, 0.1),
        ("sar", "Saudi Riyal", CurrencyKind.Fiat, 3.75, 0),
        ("sek", "Swedish Krona", CurrencyKind.Fiat, 10.5, 0.05),
        ("sgd", "Singapore Dollar", CurrencyKind.Fiat, 1.32, 0.02),
        ("thb", "Thai Baht", CurrencyKind.Fiat, 33.5, 0.04),
        ("try", "Turkish Lira", CurrencyKind.Fiat, 34.2, 0.06),
        ("twd", "New Taiwan Dollar", CurrencyKind.Fiat, 32, 0.03),
        ("uah", "Ukrainian Hryvnia", CurrencyKind.Fiat, 41.3, 0.04),
        ("vnd", "Vietnamese Dong", CurrencyKind.Fiat, 25300, 0.02),
        ("xdr", "IMF Special Drawing Rights", CurrencyKind.Fiat, 0.75, 0.02),
        ("zar", "South African Rand", CurrencyKind.Fiat, 17.6, 0.07),
        ("xag", "Silver - Troy Ounce", CurrencyKind.Commodity, 0.032, 0.2),
    ];

    private readonly IReadOnlyList<SamplePath> _paths;
    private readonly SampleTicker _gold;

    public SampleCurrencies(SampleMarket market, int seed)
    {
        _paths = [.. Table.Select(row => new SamplePath(default, new SampleFactor(SampleNoise.KeyOf(seed, $"fx:{row.Code}"), row.Volatility)))];
        _gold = market[GoldToken];
    }

    /// <summary>The rates at a second, of six significant digits.</summary>
    public IReadOnlyList<FxRate> RatesAt(long second, DateTimeOffset receivedAt)
    {
        var asOf = DateTimeOffset.FromUnixTimeSeconds(second);
        var rates = Table.Zip(_paths, (row, path) => new FxRate(
            row.Code, row.Name, row.Kind, SampleNumbers.Round(row.UnitsPerUsd * Math.Exp(path.At(second))), SourceNames.Sample, asOf, receivedAt));

        // A token of one ounce is in the market already: gold must not have two prices.
        var ounces = SampleNumbers.Round(1 / (double)_gold.PriceAt(second));
        return [.. rates, new FxRate("xau", "Gold - Troy Ounce", CurrencyKind.Commodity, ounces, SourceNames.Sample, asOf, receivedAt)];
    }
}
