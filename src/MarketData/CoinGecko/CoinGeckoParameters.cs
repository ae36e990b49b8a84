using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>Query parameters that many of the endpoints take.</summary>
internal static class CoinGeckoParameters
{
    /// <summary>More values than the longest request line holds: a list is never cut.</summary>
    private const int MaxItems = 65_536;

    public static readonly PathParameter CoinId = new("id", "Id of the coin, letter case aside.", "bitcoin");

    public static readonly PathParameter PlatformId = new("id", "Id of the asset platform, letter case aside.", "ethereum");

    public static readonly PathParameter ContractAddress = new(
        "contractAddress", "Address of the contract; of a hexadecimal one letter case does not count.", "0x1f9840a85d5af5bf1d1762f925bdaddc4201f984");

    public static readonly QueryParameter<string?> VsCurrency = Parameter.Text(
        "vs_currency", 16, "Currency of the amounts, letter case aside: any of /simple/supported_vs_currencies.", "usd", required: true);

    public static readonly QueryParameter<IReadOnlyList<string>> VsCurrencies = Parameter.List(
        "vs_currencies", MaxItems, "Currencies of the amounts, letter case aside, joined by commas; those there is no rate for are left out.", "usd,eur", required: true);

    public static readonly QueryParameter<IReadOnlyList<string>> Ids = Parameter.List(
        "ids", MaxItems, "Coins by id, joined by commas; unknown ones are left out.", "bitcoin,ethereum");

    public static readonly QueryParameter<IReadOnlyList<string>> Names = Parameter.List(
        "names", MaxItems, "Coins by name, letter case aside, joined by commas; counts only without ids.", "Bitcoin");

    public static readonly QueryParameter<IReadOnlyList<string>> Symbols = Parameter.List(
        "symbols", MaxItems, "Coins by symbol, letter case aside, joined by commas; counts only without ids and names.", "btc");

    public static readonly QueryParameter<bool> AllTokens = Parameter.Named(
        "include_tokens",
        new Dictionary<string, bool> { ["top"] = false, ["all"] = true },
        "top",
        false,
        "Of several coins that share a symbol or name: the one of the greatest market cap, or all of them.").OrDefault();

    public static readonly QueryParameter<int?> Precision = MarketParameters.Precision.OrDefault();

    /// <summary>Whether something is given, not given where the parameter is absent.</summary>
    public static QueryParameter<bool> Include(string name, string what) => Parameter.Flag(name, false, $"Whether {what} given.").OrDefault();

    /// <summary>The currency of the amounts, or why there is none.</summary>
    public static bool TryGetCurrency(RequestQuery query, MarketSnapshot snapshot, out Currency currency, out ApiProblem? problem) =>
        MarketParameters.TryGetCurrency(VsCurrency.Name, query.Get(VsCurrency)!, snapshot, out currency, out problem);

    /// <summary>How amounts are written.</summary>
    public static NumberFormat FormatOf(RequestQuery query) => new(query.Get(Precision), false);
}
