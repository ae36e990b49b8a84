using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Markets;

internal static class ConversionEndpoints
{
    private static readonly QueryParameter<string?> From = Parameter.Text(
        "from", 200, "What the amount is in: an asset by id, else a currency by code, else an asset by symbol.", "bitcoin", required: true);

    private static readonly QueryParameter<string?> To = Parameter.Text(
        "to", 200, "What it is to be in: an asset by id, else a currency by code, else an asset by symbol.", "eur", required: true);

    private static readonly QueryParameter<decimal?> Amount = Parameter.Decimal("amount", "The amount. Default 1.", 2.5, min: 0);

    public static RouteGroupBuilder MapConversion(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1", "Conversion");

        group.MapGet("/convert", GetConversion)
            .WithName("Convert")
            .WithSummary("An amount of an asset or currency in another.")
            .WithDescription("Between assets, between currencies, and both ways between them, over the US dollar.")
            .WithQuery(From, To, Amount, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

        group.MapGet("/currencies", GetCurrencies)
            .WithName("GetCurrencies")
            .WithSummary("Currencies that amounts can be given in, with their rates.")
            .WithDescription("Rates are units of the currency per US dollar. Crypto currencies follow the asset's own price here.")
            .WithQuery(MarketParameters.Numbers);

        return group;
    }

    private static Results<SnapshotAnswer<Answer<ConversionResponse>>, ApiProblem> GetConversion(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (Unit.Find(query.Get(From)!, snapshot) is not { } from)
        {
            return Unknown(query.Get(From)!);
        }

        if (Unit.Find(query.Get(To)!, snapshot) is not { } to)
        {
            return Unknown(query.Get(To)!);
        }

        var format = MarketParameters.FormatOf(query);
        var amount = query.Get(Amount) ?? 1;
        var rate = Convert(1, from, to);
        var result = Convert(amount, from, to);
        return result is null
            ? new ApiProblem(StatusCodes.Status400BadRequest, "out_of_range", "The result is beyond what an exact decimal of 28 digits can hold.")
            : SnapshotAnswer.Of(
                snapshot,
                new ConversionResponse(from.Name, to.Name, amount, format.Round(result), rate, from.Ambiguous || to.Ambiguous, from.AsOf < to.AsOf ? from.AsOf : to.AsOf ?? from.AsOf, from.Stale || to.Stale),
                null,
                format);
    }

    private static SnapshotAnswer<Answer<IReadOnlyList<Currency>>> GetCurrencies(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        return SnapshotAnswer.Of(snapshot, snapshot.Currencies.All, null, MarketParameters.FormatOf(query));
    }

    /// <summary>One division at the end: a worth that was itself a quotient would bring its rounding in.</summary>
    private static decimal? Convert(decimal amount, Unit from, Unit to) => from.Name == to.Name ? amount : Money.Divide(
        Money.Multiply(Money.Multiply(amount, from.UsDollars), to.UnitsPerThat), Money.Multiply(to.UsDollars, from.UnitsPerThat));

    private static ApiProblem Unknown(string name) => new(
        StatusCodes.Status404NotFound, "unknown_unit", $"There is neither a priced asset nor a currency '{name}'. GET /v1/search and GET /v1/currencies list them.");

    /// <summary>What an amount can be in.</summary>
    /// <param name="Name">Id of the asset or code of the currency.</param>
    /// <param name="UsDollars">What <paramref name="UnitsPerThat"/> of it are worth: of an asset its price, of a currency with a rate 1.</param>
    /// <param name="UnitsPerThat">How many of it are worth that.</param>
    /// <param name="AsOf">Time of that by the source's clock; null if it has none.</param>
    /// <param name="Ambiguous">Whether it was found by a symbol that several assets share.</param>
    /// <param name="Stale">Whether that is older than the limit; a rate without a time is not.</param>
    private sealed record Unit(string Name, decimal UsDollars, decimal UnitsPerThat, DateTimeOffset? AsOf, bool Ambiguous, bool Stale)
    {
        public static Unit? Find(string name, MarketSnapshot snapshot)
        {
            if (snapshot.Find(name) is { } number && OfAsset(snapshot.Rows[number], false) is { } asset)
            {
                return asset;
            }

            if (snapshot.Currencies.Find(name) is { } currency)
            {
                return currency.UsdPerUnit is { } worth
                    ? new Unit(currency.Code, worth, 1, currency.AsOf, false, currency.Stale)
                    : new Unit(currency.Code, 1, currency.UnitsPerUsd, currency.AsOf, false, currency.Stale);
            }

            var bySymbol = snapshot.FindBySymbol(name.ToLowerInvariant());
            return bySymbol.Count == 0 ? null : OfAsset(snapshot.Rows[bySymbol[0]], bySymbol.Count > 1);
        }

        private static Unit? OfAsset(MarketRow row, bool ambiguous) =>
            row.Quote is { Figures: var figures, Stale: var stale } ? new Unit(row.Asset.Slug, figures.Price, 1, figures.AsOf, ambiguous, stale) : null;
    }
}

/// <summary>An amount in another unit.</summary>
/// <param name="From">Id of the asset or code of the currency that the amount is in.</param>
/// <param name="To">Id of the asset or code of the currency that it is converted to.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Result">The same amount in the other unit.</param>
/// <param name="Rate">Units of the other per one of the first; null if it is beyond what an exact decimal can hold.</param>
/// <param name="Ambiguous">Whether one of the two was found by a symbol that several assets share.</param>
/// <param name="AsOf">The older of the two times by the sources' clocks; null if neither has one.</param>
/// <param name="Stale">Whether a price that it rests on is older than the limit.</param>
public sealed record ConversionResponse(
    string From, string To, decimal Amount, decimal? Result, decimal? Rate, bool Ambiguous, DateTimeOffset? AsOf, bool Stale);
