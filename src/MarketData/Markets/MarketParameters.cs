using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>Query parameters that many endpoints take.</summary>
internal static class MarketParameters
{
    public const int MaxBulk = 500;

    public static readonly QueryParameter<string?> Vs = Parameter.Text(
        "vs", 16, "Currency of the amounts, letter case aside: any of GET /v1/currencies. Default usd.", "usd");

    public static readonly QueryParameter<int?> Precision = Parameter.Named(
        "precision",
        Enumerable.Range(0, 19).ToDictionary(places => places.ToString(System.Globalization.CultureInfo.InvariantCulture), places => (int?)places)
            .Append(new KeyValuePair<string, int?>("full", null)).ToDictionary(),
        "full",
        null,
        "Decimal places of the amounts, halves away from zero; full gives every digit there is.");

    public static readonly QueryParameter<bool> Numbers = Parameter.Named(
        "numbers",
        new Dictionary<string, bool> { ["number"] = false, ["string"] = true },
        "number",
        false,
        "Whether decimals are written as JSON numbers or as strings, for clients whose numbers are doubles.");

    public static readonly QueryParameter<IReadOnlyList<string>> Ids = Parameter.List(
        "ids", MaxBulk, "Assets by id, joined by commas; ids of other providers work where they are unambiguous.", "bitcoin,ethereum");

    public static readonly QueryParameter<IReadOnlyList<string>> Symbols = Parameter.List(
        "symbols", MaxBulk, "Assets by symbol, joined by commas, letter case aside. A symbol that several assets share means the one of the greatest market cap.", "btc,eth");

    /// <summary>How the amounts are to be written.</summary>
    public static NumberFormat FormatOf(RequestQuery query) => new(query.Get(Precision), query.Get(Numbers));

    /// <summary>The currency asked for, or why it cannot be given.</summary>
    public static bool TryGetCurrency(RequestQuery query, MarketSnapshot snapshot, out Currency currency, out ApiProblem? problem) =>
        TryGetCurrency(Vs.Name, query.Get(Vs) ?? Currency.UsDollar.Code, snapshot, out currency, out problem);

    /// <summary>The currency with a code, or why it cannot be given.</summary>
    public static bool TryGetCurrency(string parameter, string code, MarketSnapshot snapshot, out Currency currency, out ApiProblem? problem)
    {
        var found = snapshot.Currencies.Find(code);
        currency = found ?? Currency.UsDollar;
        problem = found is not null ? null : ApiProblem.BadParameter(
            parameter,
            "unsupported_currency",
            $"There is no rate for '{code}'.",
            $"One of {string.Join(", ", snapshot.Currencies.All.Select(known => known.Code))}.");
        return found is not null;
    }
}
