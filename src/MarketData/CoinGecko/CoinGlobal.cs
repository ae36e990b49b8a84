using System.Globalization;
using System.Text.Json.Serialization;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>The market as a whole.</summary>
/// <param name="Data">Its figures.</param>
public sealed record CoinGlobal(CoinGlobalData Data);

/// <summary>Figures of the market as a whole.</summary>
/// <param name="ActiveCryptocurrencies">Coins with a price.</param>
/// <param name="UpcomingIcos">Always null: not known here.</param>
/// <param name="OngoingIcos">Always null: not known here.</param>
/// <param name="EndedIcos">Always null: not known here.</param>
/// <param name="Markets">Exchanges; always null: not known here.</param>
/// <param name="TotalMarketCap">Sum of the market caps by currency.</param>
/// <param name="TotalVolume">Sum of the volumes of the last 24 hours by currency.</param>
/// <param name="MarketCapPercentage">Shares of the total in percent, of the ten greatest coins by symbol.</param>
/// <param name="MarketCapChangePercentage24hUsd">Change of the sum over 24 hours in percent, each coin weighted by its market cap at the start; null if unknown.</param>
/// <param name="VolumeChangePercentage24hUsd">Always null: not known here.</param>
/// <param name="UpdatedAt">The newest time of any figure by its source's clock, in seconds since 1970; null without any.</param>
public sealed record CoinGlobalData(
    int ActiveCryptocurrencies,
    int? UpcomingIcos,
    int? OngoingIcos,
    int? EndedIcos,
    int? Markets,
    IReadOnlyDictionary<string, decimal> TotalMarketCap,
    IReadOnlyDictionary<string, decimal> TotalVolume,
    IReadOnlyDictionary<string, double> MarketCapPercentage,
    [property: JsonPropertyName("market_cap_change_percentage_24h_usd")] double? MarketCapChangePercentage24hUsd,
    [property: JsonPropertyName("volume_change_percentage_24h_usd")] double? VolumeChangePercentage24hUsd,
    long? UpdatedAt)
{
    internal static CoinGlobalData From(MarketSnapshot snapshot)
    {
        var global = GlobalResponse.From(snapshot, Currency.UsDollar, NumberFormat.Full);
        var amounts = new CurrencyAmounts(snapshot.Currencies);
        return new CoinGlobalData(
            global.PricedCount,
            null,
            null,
            null,
            null,
            amounts.Of(global.MarketCap),
            amounts.Of(global.Volume24h),
            global.DominanceByAsset
                .Select(share => (snapshot.Rows[snapshot.Find(share.Key)!.Value].Asset.Symbol, share.Value))
                .DistinctBy(share => share.Symbol)
                .ToDictionary(share => share.Symbol, share => share.Value),
            global.MarketCapChangePercentage24h,
            null,
            snapshot.AsOf?.ToUnixTimeSeconds());
    }
}

/// <summary>Decentralised finance as a whole.</summary>
/// <param name="Data">Its figures.</param>
public sealed record CoinDefi(CoinDefiData Data);

/// <summary>Figures of decentralised finance, decimals as text; null if unknown.</summary>
/// <param name="DefiMarketCap">Sum of the market caps in US dollars.</param>
/// <param name="EthMarketCap">Market cap of ethereum in US dollars.</param>
/// <param name="DefiToEthRatio">The first over the second, in percent.</param>
/// <param name="TradingVolume24h">Sum of the volumes of the last 24 hours in US dollars.</param>
/// <param name="DefiDominance">Share of the whole market in percent.</param>
/// <param name="TopCoinName">Name of the greatest member.</param>
/// <param name="TopCoinDefiDominance">Its share in percent.</param>
public sealed record CoinDefiData(
    string? DefiMarketCap,
    string? EthMarketCap,
    string? DefiToEthRatio,
    [property: JsonPropertyName("trading_volume_24h")] string? TradingVolume24h,
    string? DefiDominance,
    string? TopCoinName,
    double? TopCoinDefiDominance)
{
    private const string Category = "decentralized-finance-defi";

    internal static CoinDefiData From(MarketSnapshot snapshot)
    {
        var defi = snapshot.FindCategory(Category);
        var marketCap = defi?.Totals.MarketCap;
        var ethereum = snapshot.Find("ethereum") is { } number ? snapshot.Rows[number].MarketCap : null;
        var top = defi?.Members is [var first, ..] && snapshot.Rows[first].MarketCap is not null ? snapshot.Rows[first] : null;
        return new CoinDefiData(
            Text(marketCap),
            Text(ethereum),
            Text(Money.Multiply(Money.Divide(marketCap, ethereum), 100)),
            Text(defi?.Totals.Volume24h),
            Text(Money.Multiply(Money.Divide(marketCap, snapshot.Totals.MarketCap), 100)),
            top?.Asset.Name,
            Money.Ratio(top?.MarketCap, marketCap) * 100);
    }

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a bitcoin is worth.</summary>
/// <param name="Rates">By currency.</param>
public sealed record ExchangeRates(IReadOnlyDictionary<string, ExchangeRate> Rates)
{
    internal static ExchangeRates From(MarketSnapshot snapshot)
    {
        var bitcoin = snapshot.Find("bitcoin") is { } number ? snapshot.Rows[number].Price : null;
        var rates = new Dictionary<string, ExchangeRate>();
        foreach (var currency in snapshot.Currencies.All)
        {
            if (currency.FromUsd(bitcoin) is { } value)
            {
                rates[currency.Code] = new ExchangeRate(currency.Name, CurrencyUnits.Of(currency), value, currency.Kind);
            }
        }

        return new ExchangeRates(rates);
    }
}

/// <summary>What a bitcoin is worth in a currency.</summary>
/// <param name="Name">Name of the currency.</param>
/// <param name="Unit">The sign that it is written with.</param>
/// <param name="Value">Units of it for a bitcoin.</param>
/// <param name="Type">What sort of currency it is.</param>
public sealed record ExchangeRate(string Name, string Unit, decimal Value, CurrencyKind Type);

/// <summary>The market as a whole over time.</summary>
/// <param name="MarketCapChart">Its figures.</param>
public sealed record CoinGlobalChart(CoinGlobalSeries MarketCapChart);

/// <summary>Totals over time, oldest first: pairs of a time in milliseconds since 1970 and the total in the currency asked for, null where it is not known.</summary>
/// <param name="MarketCap">Sums of the market caps.</param>
/// <param name="Volume">Sums of the volumes of the 24 hours before.</param>
public sealed record CoinGlobalSeries(IReadOnlyList<IReadOnlyList<decimal?>> MarketCap, IReadOnlyList<IReadOnlyList<decimal?>> Volume);
