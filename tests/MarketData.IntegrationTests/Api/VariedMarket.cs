using System.Globalization;

namespace MarketData.IntegrationTests.Api;

/// <summary>
/// 520 assets over many orders of magnitude, with every mixture of known and unknown figures and with ties: what lists can be filtered
/// and sorted by, beside what the tests work out from it themselves.
/// </summary>
internal sealed class VariedMarket
{
    public const int Count = 520;

    private static readonly string[] Windows = ["1h", "24h", "7d", "14d", "30d", "200d", "1y"];

    /// <summary>Units of the currency per US dollar in the usual rates.</summary>
    public const decimal EurosPerDollar = 0.9m;

    public IReadOnlyList<VariedAsset> Assets { get; } = [.. Enumerable.Range(0, Count).Select(Create)];

    /// <summary>The names of the sorts, and by what they sort.</summary>
    public static readonly IReadOnlyDictionary<string, Func<VariedAsset, double?>> Sorts = new Dictionary<string, Func<VariedAsset, double?>>
    {
        ["market_cap"] = asset => (double?)asset.MarketCap,
        ["price"] = asset => (double?)asset.Price,
        ["fdv"] = asset => (double?)asset.Fdv,
        ["volume_24h"] = asset => (double?)asset.Volume,
        ["mcap_fdv_ratio"] = asset => (double?)asset.MarketCap / (double?)asset.Fdv,
        ["price_change_percentage_1h"] = asset => asset.Changes[0],
        ["price_change_percentage_24h"] = asset => asset.Changes[1],
        ["price_change_percentage_7d"] = asset => asset.Changes[2],
        ["price_change_percentage_14d"] = asset => asset.Changes[3],
        ["price_change_percentage_30d"] = asset => asset.Changes[4],
        ["price_change_percentage_200d"] = asset => asset.Changes[5],
        ["price_change_percentage_1y"] = asset => asset.Changes[6],
    };

    /// <summary>Ids in the order of a sort: unknown last, equals by id.</summary>
    public string[] Order(string sort, bool descending)
    {
        var key = Sorts[sort];
        return
        [
            .. Assets
                .OrderBy(asset => key(asset) is null)
                .ThenBy(asset => descending ? -key(asset) : key(asset))
                .ThenBy(asset => asset.Id, StringComparer.Ordinal)
                .Select(asset => asset.Id),
        ];
    }

    public string ToCoinGecko(DateTimeOffset asOf) =>
        CoinGeckoRows.Of(Assets.Select(asset => CoinGeckoRows.Row(asset.Id, Figures(asset), asset.Symbol, asset.Name, asOf)));

    private static VariedAsset Create(int i)
    {
        // Ids in another order than the figures, so that ties show whether they are ordered.
        var id = $"varied-{i * 7919 % 1000:d3}";
        var isTied = i is >= 100 and < 120;
        decimal? price = i % 40 == 7 ? null : isTied ? 2m : (1 + (i % 97)) * 0.0123m * PowerOfTen((i % 7) - 3);
        decimal? circulating = isTied ? 5_000_000m : i % 11 == 0 ? null : (1_000m + (i * 137)) * PowerOfTen(i % 8);
        decimal? total = i % 10 == 0 ? null : (circulating ?? 1_000_000m) * 1.25m;
        decimal? max = i % 20 == 0 ? null : (circulating ?? 1_000_000m) * 2m;
        var isCapStated = circulating is null ? i % 22 != 0 : i % 3 != 0;
        var isFdvStated = i % 5 != 0;
        return new VariedAsset(
            id,
            $"v{i % 50}",
            $"Varied {i}",
            price,
            circulating,
            total,
            max,
            isCapStated ? price * (circulating ?? 1_000_000m) : null,
            isFdvStated ? price * 3_000_000m : null,
            price is null || i % 6 == 0 ? null : i % 6 == 1 ? 0m : price * 1_000m,
            [.. Enumerable.Range(0, Windows.Length).Select(w => price is null || (i + w) % 9 == 0 ? (double?)null : ((((i * 13) + (w * 7)) % 41) - 20) * 1.5)]);
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            power *= 10;
        }

        return exponent < 0 ? 1 / power : power;
    }

    private static string Figures(VariedAsset asset)
    {
        var figures = new List<(string Name, string? Value)>
        {
            ("current_price", Text(asset.Price)),
            ("market_cap", Text(asset.StatedCap)),
            ("fully_diluted_valuation", Text(asset.StatedFdv)),
            ("total_volume", Text(asset.Volume)),
            ("circulating_supply", Text(asset.Circulating)),
            ("total_supply", Text(asset.Total)),
            ("max_supply", Text(asset.Max)),
        };
        figures.AddRange(Windows.Select((window, i) =>
            ($"price_change_percentage_{window}_in_currency", asset.Changes[i]?.ToString("R", CultureInfo.InvariantCulture))));
        return string.Join(", ", figures.Select(figure => $"\"{figure.Name}\": {figure.Value ?? "null"}"));
    }

    private static string? Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An asset of <see cref="VariedMarket"/>: what CoinGecko says of it, and what follows.</summary>
internal sealed record VariedAsset(
    string Id,
    string Symbol,
    string Name,
    decimal? Price,
    decimal? Circulating,
    decimal? Total,
    decimal? Max,
    decimal? StatedCap,
    decimal? StatedFdv,
    decimal? Volume,
    IReadOnlyList<double?> Changes)
{
    public decimal? MarketCap => StatedCap ?? (Price * Circulating);

    public decimal? Fdv => StatedFdv ?? (Price * (Total ?? Max));
}
