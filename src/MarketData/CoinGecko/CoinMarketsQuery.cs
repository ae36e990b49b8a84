using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>What of /coins/markets is asked for.</summary>
internal sealed class CoinMarketsQuery
{
    private const int UsualPage = 100;

    private static readonly string[] Windows = ["1h", "24h", "7d", "14d", "30d", "200d", "1y"];

    private static readonly QueryParameter<string?> Category = Parameter.Text(
        "category", 100, "Only members of this category, by id.", "decentralized-finance-defi");

    private static readonly QueryParameter<CoinOrder> Order = Parameter.Named(
        "order",
        new Dictionary<string, CoinOrder>
        {
            ["market_cap_desc"] = new(MarketField.MarketCap, true),
            ["market_cap_asc"] = new(MarketField.MarketCap, false),
            ["volume_desc"] = new(MarketField.Volume24h, true),
            ["volume_asc"] = new(MarketField.Volume24h, false),
            ["id_desc"] = new(null, true),
            ["id_asc"] = new(null, false),
        },
        "market_cap_desc",
        new CoinOrder(MarketField.MarketCap, true),
        "Order of the coins.").OrDefault();

    private static readonly QueryParameter<int?> PerPage = Parameter.Clamped("per_page", 1, 250, UsualPage, "Coins on a page.").OrNull();

    private static readonly QueryParameter<int> Page = Parameter.Clamped("page", 1, 1_000_000, 1, "Number of the page.");

    private static readonly QueryParameter<bool> Sparkline = CoinGeckoParameters.Include("sparkline", "prices of the last seven days are");

    private static readonly QueryParameter<IReadOnlyList<string>> Changes = Parameter.KnownWords(
        "price_change_percentage", Windows, "Windows that changes of the price are given over.", "1h,24h,7d");

    private static readonly QueryParameter<bool> Rehypothecated = CoinGeckoParameters.Include(
        "include_rehypothecated", "the rank among all coins, staked and wrapped ones too, which is the only rank here, is");

    /// <summary>All parameters.</summary>
    public static readonly QueryParameter[] Parameters =
    [
        CoinGeckoParameters.VsCurrency, .. CoinSelection.Parameters, Category, Order, PerPage, Page, Sparkline, Changes, CoinGeckoParameters.Precision, Rehypothecated,
    ];

    private CoinMarketsQuery(RequestQuery query, Currency currency)
    {
        Currency = currency;
        Format = CoinGeckoParameters.FormatOf(query);
        AskedChanges = query.Get(Changes);
        WithSparkline = query.Get(Sparkline);
        WithRehypothecated = query.Get(Rehypothecated);
    }

    public Currency Currency { get; }

    public NumberFormat Format { get; }

    public IReadOnlyList<string> AskedChanges { get; }

    public bool WithSparkline { get; }

    public bool WithRehypothecated { get; }

    /// <summary>Row numbers of the page, in order.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Coins on all pages.</summary>
    public required int Total { get; init; }

    public required int PageSize { get; init; }

    public required int PageNumber { get; init; }

    /// <summary>Whether there is a parameter of this name.</summary>
    public static bool Takes(string name) => Parameters.Any(parameter => parameter.Name == name);

    /// <summary>Reads a request's query against a snapshot; null and the problem if it does not fit.</summary>
    public static CoinMarketsQuery? Read(RequestQuery query, MarketSnapshot snapshot, out ApiProblem? problem)
    {
        if (!CoinGeckoParameters.TryGetCurrency(query, snapshot, out var currency, out problem))
        {
            return null;
        }

        var category = query.Get(Category);
        if (category is not null && snapshot.FindCategory(category) is null)
        {
            problem = new ApiProblem(StatusCodes.Status404NotFound, "unknown_category", null);
            return null;
        }

        var selected = CoinSelection.Read(query, snapshot)?.Select(coin => coin.Row).ToHashSet();
        var order = query.Get(Order).Of(snapshot);
        var matching = selected is null && category is null
            ? order
            : [.. order.Where(number => selected?.Contains(number) != false && (category is null || snapshot.Rows[number].Categories.Contains(category)))];
        var pageSize = query.Get(PerPage) ?? (selected is null ? UsualPage : Math.Max(selected.Count, 1));
        var page = query.Get(Page);
        var start = Math.Min((long)(page - 1) * pageSize, matching.Count);
        return new CoinMarketsQuery(query, currency)
        {
            Rows = [.. matching.Skip((int)start).Take(pageSize)],
            Total = matching.Count,
            PageSize = pageSize,
            PageNumber = page,
        };
    }

    /// <summary>An order of coins: by a field, or by id.</summary>
    private sealed record CoinOrder(MarketField? Field, bool IsDescending)
    {
        public IReadOnlyList<int> Of(MarketSnapshot snapshot) => Field is { } field ? snapshot.Columns.Order(field, IsDescending)
            : IsDescending ? [.. snapshot.InOrderOfIds.Reverse()]
            : snapshot.InOrderOfIds;
    }
}
