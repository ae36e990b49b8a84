using System.Collections.Frozen;

namespace MarketData.Markets;

/// <summary>The signs that currencies are written with.</summary>
internal static class CurrencyUnits
{
    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["usd"] = "$",
        ["aed"] = "DH",
        ["ars"] = "$",
        ["aud"] = "A$",
        ["bdt"] = "৳",
        ["bhd"] = "BD",
        ["bmd"] = "$",
        ["brl"] = "R$",
        ["cad"] = "CA$",
        ["chf"] = "Fr.",
        ["clp"] = "CLP$",
        ["cny"] = "¥",
        ["czk"] = "Kč",
        ["dkk"] = "kr.",
        ["eur"] = "€",
        ["gbp"] = "£",
        ["gel"] = "₾",
        ["hkd"] = "HK$",
        ["huf"] = "Ft",
        ["idr"] = "Rp",
        ["ils"] = "₪",
        ["inr"] = "₹",
        ["jpy"] = "¥",
        ["krw"] = "₩",
        ["kwd"] = "KD",
        ["lkr"] = "Rs",
        ["mmk"] = "K",
        ["mxn"] = "MX$",
        ["myr"] = "RM",
        ["ngn"] = "₦",
        ["nok"] = "kr",
        ["nzd"] = "NZ$",
        ["php"] = "₱",
        ["pkr"] = "₨",
        ["pln"] = "zł",
        ["rub"] = "₽",
        ["sar"] = "SR",
        ["sek"] = "kr",
        ["sgd"] = "S$",
        ["thb"] = "฿",
        ["try"] = "₺",
        ["twd"] = "NT$",
        ["uah"] = "₴",
        ["vnd"] = "₫",
        ["zar"] = "R",
        ["bits"] = "μBTC",
        ["sats"] = "sats",
    }.ToFrozenDictionary();

    /// <summary>The sign of a currency; its code in capital letters where there is none.</summary>
    public static string Of(Currency currency) => Signs.GetValueOrDefault(currency.Code) ?? currency.Code.ToUpperInvariant();
}
