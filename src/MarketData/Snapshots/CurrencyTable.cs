using System.Collections.Frozen;
using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>
/// The currencies that answers can be given in: the US dollar, those that a source gives a rate for, and a few assets by their own
/// price, which is preferred to a source's rate so that 1 BTC in <c>btc</c> is 1.
/// </summary>
internal sealed class CurrencyTable
{
    private static readonly (string Code, string Slug, decimal UnitsPerAsset)[] AssetCurrencies =
    [
        ("btc", "bitcoin", 1),
        ("eth", "ethereum", 1),
        ("ltc", "litecoin", 1),
        ("bch", "bitcoin-cash", 1),
        ("bnb", "binancecoin", 1),
        ("eos", "eos", 1),
        ("xrp", "ripple", 1),
        ("xlm", "stellar", 1),
        ("link", "chainlink", 1),
        ("dot", "polkadot", 1),
        ("yfi", "yearn-finance", 1),
        ("sol", "solana", 1),
        ("bits", "bitcoin", 1_000_000),
        ("sats", "bitcoin", 100_000_000),
    ];

    private readonly FrozenDictionary<string, Currency> _byCode;

    public CurrencyTable(IEnumerable<FxRate> rates, Func<string, MarketRow?> findBySlug)
    {
        var currencies = new Dictionary<string, Currency>(StringComparer.OrdinalIgnoreCase);
        foreach (var rate in rates.Where(rate => rate.UnitsPerUsd > 0))
        {
            currencies[rate.Currency] = new Currency(
                rate.Currency.ToLowerInvariant(), rate.Name, rate.Kind, rate.UnitsPerUsd, rate.Source, rate.AsOf, rate.ReceivedAt);
        }

        foreach (var (code, slug, unitsPerAsset) in AssetCurrencies)
        {
            if (findBySlug(slug) is { Quote.Figures: var figures } row
                && Money.Divide(unitsPerAsset, figures.Price) is > 0 and var rate
                && Money.Divide(figures.Price, unitsPerAsset) is > 0 and var worth)
            {
                var name = unitsPerAsset == 1 ? row.Asset.Name : code == "sats" ? "Satoshi" : "Bit";
                currencies[code] = new Currency(code, name, CurrencyKind.Crypto, rate, "market", figures.AsOf, figures.ReceivedAt)
                {
                    UsdPerUnit = worth,
                    Stale = row.Quote.Stale,
                };
            }
        }

        currencies[Currency.UsDollar.Code] = Currency.UsDollar;
        _byCode = currencies.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        All = [.. _byCode.Values.OrderBy(currency => currency.Code, StringComparer.Ordinal)];
    }

    /// <summary>All currencies, by code.</summary>
    public IReadOnlyList<Currency> All { get; }

    /// <summary>The currency with a code, letter case aside; null if there is none.</summary>
    public Currency? Find(string code) => _byCode.GetValueOrDefault(code);
}
