using MarketData.Hosting.Queries;

namespace MarketData.CoinGecko;

/// <summary>Which parts of a coin are wanted.</summary>
internal sealed record CoinDetailQuery(
    bool WithLocalization, bool WithTickers, bool WithMarketData, bool WithCommunity, bool WithDevelopers, bool Sparkline, bool WithCategories)
{
    /// <summary>Whether names in all languages are given.</summary>
    public static readonly QueryParameter<bool> Localization = Flag("localization", "Whether the name by language is given: English alone.");

    private static readonly QueryParameter<bool> Tickers = Flag("tickers", "Whether the markets that it is traded on are given: an empty list.");
    private static readonly QueryParameter<bool> MarketData = Flag("market_data", "Whether its figures are given.");
    private static readonly QueryParameter<bool> Community = Flag("community_data", "Whether figures of its community are given: all null.");
    private static readonly QueryParameter<bool> Developers = Flag("developer_data", "Whether figures of its developers are given: all null.");
    private static readonly QueryParameter<bool> SparklineOf = CoinGeckoParameters.Include("sparkline", "prices of the last seven days are");
    private static readonly QueryParameter<bool> Categories = CoinGeckoParameters.Include("include_categories_details", "ids of the categories are");

    /// <summary>All parameters.</summary>
    public static readonly QueryParameter[] Parameters = [Localization, Tickers, MarketData, Community, Developers, SparklineOf, Categories];

    public static CoinDetailQuery Read(RequestQuery query) => new(
        query.Get(Localization),
        query.Get(Tickers),
        query.Get(MarketData),
        query.Get(Community),
        query.Get(Developers),
        query.Get(SparklineOf),
        query.Get(Categories));

    private static QueryParameter<bool> Flag(string name, string description) => Parameter.Flag(name, true, description).OrDefault();
}
