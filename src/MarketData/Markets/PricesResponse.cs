using MarketData.Assets;
using MarketData.Snapshots;

namespace MarketData.Markets;

/// <summary>Prices of several assets.</summary>
/// <param name="Data">The assets found, in the order asked, ids first.</param>
/// <param name="Missing">What could not be given, with the reason; empty if nothing.</param>
/// <param name="Meta">Where the figures stand.</param>
public sealed record PricesResponse(IReadOnlyList<AssetPriceResponse> Data, IReadOnlyList<MissingItem> Missing, AnswerMeta Meta)
{
    internal static PricesResponse From(
        MarketSnapshot snapshot, AssetSelection selection, IReadOnlyList<Currency> currencies, bool freshOnly, NumberFormat format)
    {
        var data = new List<AssetPriceResponse>();
        var missing = new List<MissingItem>(selection.Missing);
        foreach (var asset in selection.Found)
        {
            var row = snapshot.Rows[asset.Row];
            if (row.Quote is null)
            {
                missing.Add(new MissingItem(asset.Query, MissingFigures.Price(row)));
            }
            else if (freshOnly && row.Quote.Stale)
            {
                missing.Add(new MissingItem(asset.Query, MissingReason.Stale));
            }
            else
            {
                data.Add(AssetPriceResponse.From(asset, snapshot, row.Quote, currencies, format));
            }
        }

        return new PricesResponse(data, missing, AnswerMeta.Of(snapshot, null));
    }
}

/// <summary>The price of an asset in the currencies asked for.</summary>
/// <param name="Query">What was asked for, as it was written.</param>
/// <param name="Id">Id of the asset.</param>
/// <param name="Symbol">Ticker letters in lower case.</param>
/// <param name="Prices">Price by currency, in lower case; null if it is beyond what an exact decimal can hold.</param>
/// <param name="AsOf">Time of the price by the source's clock.</param>
/// <param name="ReceivedAt">Time we received it by our clock.</param>
/// <param name="Stale">Whether it is older than the limit.</param>
/// <param name="Sources">Sources it rests on, in order of preference.</param>
/// <param name="Confidence">From 0 to 1: agreement of the fresh sources; null with fewer than two.</param>
/// <param name="Ambiguous">Whether several assets have the symbol asked for.</param>
/// <param name="Candidates">Their ids, greatest market cap first; empty if it is not ambiguous.</param>
public sealed record AssetPriceResponse(
    string Query,
    string Id,
    string Symbol,
    IReadOnlyDictionary<string, decimal?> Prices,
    DateTimeOffset AsOf,
    DateTimeOffset ReceivedAt,
    bool Stale,
    IReadOnlyList<string> Sources,
    double? Confidence,
    bool Ambiguous,
    IReadOnlyList<string> Candidates)
{
    internal static AssetPriceResponse From(
        SelectedAsset asset, MarketSnapshot snapshot, ConsensusQuote quote, IReadOnlyList<Currency> currencies, NumberFormat format)
    {
        var described = snapshot.Rows[asset.Row].Asset;
        return new AssetPriceResponse(
            asset.Query,
            described.Slug,
            described.Symbol,
            currencies.ToDictionary(currency => currency.Code, currency => format.Round(currency.FromUsd(quote.Figures.Price))),
            quote.Figures.AsOf,
            quote.Figures.ReceivedAt,
            quote.Stale,
            quote.Sources,
            quote.Confidence,
            asset.Candidates.Count > 0,
            asset.Candidates);
    }
}

/// <summary>The price of one asset.</summary>
/// <param name="Id">Id of the asset.</param>
/// <param name="Price">Price of one unit; null if there is none.</param>
/// <param name="Currency">Currency of the price.</param>
/// <param name="AsOf">Time of the price by the source's clock; null without a price.</param>
/// <param name="Stale">Whether it is older than the limit; null without a price.</param>
/// <param name="Sources">Sources it rests on, in order of preference.</param>
/// <param name="MissingReason">Why there is no price; null if there is one.</param>
public sealed record PriceResponse(
    string Id, decimal? Price, string Currency, DateTimeOffset? AsOf, bool? Stale, IReadOnlyList<string> Sources, MissingReason? MissingReason)
{
    internal static PriceResponse From(MarketRow row, Currency currency, NumberFormat format)
    {
        var price = format.Round(currency.FromUsd(row.Price));
        return new PriceResponse(
            row.Asset.Slug,
            price,
            currency.Code,
            row.Quote?.Figures.AsOf,
            row.Quote?.Stale,
            row.Quote?.Sources ?? [],
            price is not null ? null : row.Quote is null ? MissingFigures.Price(row) : Markets.MissingReason.OutOfRange);
    }
}
