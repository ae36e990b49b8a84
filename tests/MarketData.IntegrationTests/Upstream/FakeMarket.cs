using System.Globalization;
using System.Text.Json.Nodes;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>A small invented market, written in the form of each provider. Not safe for concurrent use.</summary>
internal sealed class FakeMarket(int assetCount, TimeProvider time)
{
    private const int SentimentDays = 40;

    private static readonly (string Id, string Symbol, string Name, decimal Price, decimal Supply, decimal? Max, bool IsToken)[] Known =
    [
        ("bitcoin", "btc", "Bitcoin", 60_000m, 19_800_000m, 21_000_000m, false),
        ("ethereum", "eth", "Ethereum", 3_000m, 120_000_000m, null, false),
        ("tether", "usdt", "Tether", 1.0001m, 110_000_000_000m, null, true),
        ("binancecoin", "bnb", "BNB", 550m, 146_000_000m, 200_000_000m, false),
        ("solana", "sol", "Solana", 140m, 465_000_000m, null, false),
        ("usd-coin", "usdc", "USD Coin", 0.9999m, 34_000_000_000m, null, true),
        ("dogecoin", "doge", "Dogecoin", 0.12m, 145_000_000_000m, null, false),
        ("uniswap", "uni", "Uniswap", 7.5m, 600_000_000m, 1_000_000_000m, true),
        ("aave", "aave", "Aave", 95m, 14_900_000m, 16_000_000m, true),
        ("lido-dao", "ldo", "Lido DAO", 1.8m, 890_000_000m, 1_000_000_000m, true),
    ];

    private readonly Asset[] _assets = [.. Enumerable.Range(0, assetCount).Select(Create)];
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private DateTimeOffset _asOf = time.GetUtcNow();
    private int _moves;

    public void SetPrice(string id, decimal price)
    {
        _assets.Single(asset => asset.Id == id).Price = price;
        Touch();
    }

    public decimal GetPrice(string id) => _assets.Single(asset => asset.Id == id).Price;

    /// <summary>Moves every price by less than one percent, the same way in every run, and the time of update to now.</summary>
    public void Advance()
    {
        _moves++;
        for (var i = 0; i < _assets.Length; i++)
        {
            _assets[i].Price *= 1m + ((((_moves * 7) + (i * 13)) % 19) - 9) / 1_000m;
        }

        Touch();
    }

    public JsonArray ToCoinGeckoMarkets(int page, int pageSize)
    {
        var ranked = Ranked();
        return [.. ranked.Skip((page - 1) * pageSize).Take(pageSize).Select((asset, i) => ToCoinGecko(asset, ((page - 1) * pageSize) + i + 1))];
    }

    public JsonArray ToCoinGeckoList() => [.. _assets.Select(asset => new JsonObject
    {
        ["id"] = asset.Id,
        ["symbol"] = asset.Symbol,
        ["name"] = asset.Name,
        ["platforms"] = asset.Contract is null ? new JsonObject() : new JsonObject { ["ethereum"] = asset.Contract },
    })];

    public JsonArray ToCoinGeckoCategories() =>
    [
        ToCategory("smart-contract-platform", "Smart Contract Platform", asset => asset.Contract is null),
        ToCategory("decentralized-finance-defi", "Decentralized Finance (DeFi)", asset => asset.Contract is not null),
    ];

    public JsonObject ToCoinGeckoRates()
    {
        var bitcoin = _assets[0].Price;
        return new JsonObject
        {
            ["rates"] = new JsonObject
            {
                ["btc"] = ToRate("Bitcoin", "BTC", 1m, "crypto"),
                ["eth"] = ToRate("Ether", "ETH", 20m, "crypto"),
                ["usd"] = ToRate("US Dollar", "$", bitcoin, "fiat"),
                ["eur"] = ToRate("Euro", "€", bitcoin * 0.9m, "fiat"),
                ["jpy"] = ToRate("Japanese Yen", "¥", bitcoin * 150m, "fiat"),
                ["xau"] = ToRate("Gold - Troy Ounce", "XAU", bitcoin / 2_500m, "commodity"),
                ["sats"] = ToRate("Satoshi", "sats", 100_000_000m, "crypto"),
            },
        };
    }

    public JsonArray ToCoinPaprikaTickers() => [.. Ranked().Select((asset, i) => new JsonObject
    {
        ["id"] = asset.CoinPaprikaId,
        ["name"] = asset.Name,
        ["symbol"] = asset.Symbol.ToUpperInvariant(),
        ["rank"] = i + 1,
        ["total_supply"] = asset.Supply,
        ["max_supply"] = asset.Max ?? 0m,
        ["beta_value"] = 0.9m,
        ["first_data_at"] = "2015-01-01T00:00:00Z",
        ["last_updated"] = Format(_asOf),
        ["quotes"] = new JsonObject
        {
            ["USD"] = new JsonObject
            {
                ["price"] = asset.Price,
                ["volume_24h"] = asset.Volume,
                ["volume_24h_change_24h"] = 1.5m,
                ["market_cap"] = decimal.Round(asset.Price * asset.Supply),
                ["market_cap_change_24h"] = 0.4m,
                ["percent_change_1h"] = 0.1m,
                ["percent_change_24h"] = 0.4m,
                ["percent_change_7d"] = -2.1m,
                ["percent_change_30d"] = 5.5m,
                ["percent_change_1y"] = 80.2m,
                ["ath_price"] = asset.Price * 2,
                ["ath_date"] = "2021-11-10T14:24:11Z",
                ["percent_from_price_ath"] = -50m,
            },
        },
    })];

    public JsonArray ToDefiLlamaProtocols()
    {
        var rows = new JsonArray();
        foreach (var asset in _assets.Where(asset => asset.Contract is not null))
        {
            rows.Add(ToProtocol(asset, "V2", 1_000_000_000.5m, "Dexs"));
            rows.Add(ToProtocol(asset, "V3", 2_000_000_000.25m, "Lending"));
        }

        rows.Add(new JsonObject { ["id"] = "0", ["name"] = "Nameless", ["gecko_id"] = null, ["address"] = null, ["tvl"] = 5m });
        return rows;
    }

    /// <summary>The newest <paramref name="limit"/> days, newest first; 0 gives all.</summary>
    public JsonObject ToFearAndGreed(int limit)
    {
        var today = new DateTimeOffset(_startedAt.UtcDateTime.Date, TimeSpan.Zero);
        return new JsonObject
        {
            ["name"] = "Fear and Greed Index",
            ["data"] = new JsonArray([.. Enumerable.Range(0, limit == 0 ? SentimentDays : Math.Min(limit, SentimentDays)).Select(day => new JsonObject
            {
                ["value"] = (20 + day).ToString(CultureInfo.InvariantCulture),
                ["value_classification"] = day < 5 ? "Extreme Fear" : "Fear",
                ["timestamp"] = today.AddDays(-day).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            })]),
            ["metadata"] = new JsonObject { ["error"] = null },
        };
    }

    private static Asset Create(int index)
    {
        if (index < Known.Length)
        {
            var known = Known[index];
            return new Asset(known.Id, known.Symbol, known.Name, known.Supply, known.Max, known.IsToken ? $"0x{index:x40}" : null)
            {
                Price = known.Price,
            };
        }

        return new Asset($"invented-{index:d4}", $"inv{index}", $"Invented {index}", 1_000_000m + index, null, $"0x{index:x40}")
        {
            Price = decimal.Round(100m / index, 6),
        };
    }

    private JsonObject ToCoinGecko(Asset asset, int rank) => new()
    {
        ["id"] = asset.Id,
        ["symbol"] = asset.Symbol,
        ["name"] = asset.Name,
        ["image"] = $"https://images.invalid/{asset.Id}.png",
        ["current_price"] = asset.Price,
        ["market_cap"] = decimal.Round(asset.Price * asset.Supply),
        ["market_cap_rank"] = rank,
        ["fully_diluted_valuation"] = decimal.Round(asset.Price * asset.Supply),
        ["total_volume"] = asset.Volume,
        ["high_24h"] = asset.Price * 1.02m,
        ["low_24h"] = asset.Price * 0.97m,
        ["price_change_24h"] = asset.Price * 0.004m,
        ["price_change_percentage_24h"] = 0.4m,
        ["market_cap_change_24h"] = decimal.Round(asset.Price * asset.Supply * 0.004m),
        ["market_cap_change_percentage_24h"] = 0.4m,
        ["circulating_supply"] = asset.Supply,
        ["total_supply"] = asset.Supply,
        ["max_supply"] = asset.Max,
        ["ath"] = asset.Price * 2,
        ["ath_change_percentage"] = -50m,
        ["ath_date"] = "2021-11-10T14:24:11.849Z",
        ["atl"] = asset.Price / 1_000,
        ["atl_change_percentage"] = 99_900m,
        ["atl_date"] = "2013-07-06T00:00:00.000Z",
        ["roi"] = rank % 2 == 0 ? null : new JsonObject { ["times"] = 90.20289796996686m, ["currency"] = "btc", ["percentage"] = 9020.289796996685m },
        ["last_updated"] = Format(_asOf),
        ["price_change_percentage_1h_in_currency"] = 0.1m,
        ["price_change_percentage_24h_in_currency"] = 0.4012m,
        ["price_change_percentage_7d_in_currency"] = -2.1m,
        ["price_change_percentage_14d_in_currency"] = 3.3m,
        ["price_change_percentage_30d_in_currency"] = 5.5m,
        ["price_change_percentage_200d_in_currency"] = 40.7m,
        ["price_change_percentage_1y_in_currency"] = 80.2m,
    };

    private JsonObject ToCategory(string id, string name, Func<Asset, bool> isMember) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["market_cap"] = _assets.Where(isMember).Sum(asset => asset.Price * asset.Supply),
        ["market_cap_change_24h"] = 0.4m,
        ["volume_24h"] = _assets.Where(isMember).Sum(asset => asset.Volume),
        ["updated_at"] = Format(_asOf),
    };

    private static JsonObject ToRate(string name, string unit, decimal value, string type) =>
        new() { ["name"] = name, ["unit"] = unit, ["value"] = value, ["type"] = type };

    private static JsonObject ToProtocol(Asset asset, string version, decimal tvl, string category) => new()
    {
        ["id"] = $"{asset.Id}-{version}",
        ["name"] = $"{asset.Name} {version}",
        ["address"] = asset.Contract,
        ["symbol"] = asset.Symbol.ToUpperInvariant(),
        ["gecko_id"] = asset.Id,
        ["slug"] = $"{asset.Id}-{version.ToLowerInvariant()}",
        ["category"] = category,
        ["chains"] = new JsonArray("Ethereum"),
        ["parentProtocol"] = $"parent#{asset.Id}",
        ["tvl"] = tvl,
        ["chainTvls"] = new JsonObject { ["Ethereum"] = tvl },
    };

    private static string Format(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private List<Asset> Ranked() => [.. _assets.OrderByDescending(asset => asset.Price * asset.Supply)];

    private void Touch()
    {
        // Two changes within a millisecond must still be told apart by their time.
        var now = time.GetUtcNow();
        _asOf = now > _asOf.AddMilliseconds(1) ? now : _asOf.AddMilliseconds(1);
    }

    private sealed class Asset(string id, string symbol, string name, decimal supply, decimal? max, string? contract)
    {
        public string Id => id;

        public string Symbol => symbol;

        public string Name => name;

        public decimal Supply => supply;

        public decimal? Max => max;

        public string? Contract => contract;

        public string CoinPaprikaId => $"{symbol}-{name.ToLowerInvariant().Replace(' ', '-')}";

        public decimal Price { get; set; }

        public decimal Volume => decimal.Round(Price * supply / 50, 2);
    }
}
