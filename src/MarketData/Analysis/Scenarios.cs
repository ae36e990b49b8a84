using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Analysis;

/// <summary>
/// What an asset's price would be at another market cap: the cap over the units in circulation, and over all units that exist. Arithmetic
/// on today's figures and no forecast. Pure.
/// </summary>
/// <param name="snapshot">The market.</param>
/// <param name="row">The asset.</param>
/// <param name="currency">Currency of the amounts.</param>
/// <param name="format">How amounts are written.</param>
internal sealed class Scenarios(MarketSnapshot snapshot, MarketRow row, Currency currency, NumberFormat format)
{
    private const decimal Billion = 1_000_000_000m;

    private static readonly decimal[] DefaultMarketCaps = [Billion, 10 * Billion, 100 * Billion, 1000 * Billion];
    private static readonly decimal[] DefaultTotals = [5000 * Billion, 10_000 * Billion, 20_000 * Billion];
    private static readonly string[] DefaultPeers = ["bitcoin", "ethereum"];

    /// <summary>
    /// Where no assumption was made: the usual market caps above the asset's own, those of bitcoin and ethereum, and totals of the market,
    /// all in US dollars.
    /// </summary>
    public IReadOnlyList<ScenarioResponse> Defaults() =>
    [
        .. DefaultMarketCaps.Where(cap => !(cap <= row.MarketCap)).Select(cap => AtMarketCap(currency.FromUsd(cap))),
        .. DefaultPeers.Select(snapshot.Find).OfType<int>().Where(peer => snapshot.Rows[peer].Asset.Slug != row.Asset.Slug).Select(peer => As(snapshot.Rows[peer])),
        .. DefaultTotals.Select(total => AtTotal(currency.FromUsd(total))),
    ];

    /// <summary>The asset reaches a market cap.</summary>
    /// <param name="marketCap">The market cap, in the currency.</param>
    public ScenarioResponse AtMarketCap(decimal? marketCap) => Make(ScenarioKind.MarketCap, null, null, marketCap);

    /// <summary>The asset reaches the market cap of another.</summary>
    public ScenarioResponse As(MarketRow other) => Make(ScenarioKind.As, other.Asset.Slug, null, currency.FromUsd(other.MarketCap));

    /// <summary>The whole market reaches a market cap, and the asset keeps its share.</summary>
    /// <param name="total">The market cap of all assets, in the currency.</param>
    public ScenarioResponse AtTotal(decimal? total) =>
        Make(ScenarioKind.TotalMarketCap, null, total, Money.Multiply(total, Money.Divide(row.MarketCap, snapshot.Totals.MarketCap)));

    /// <summary>The answer with some scenarios.</summary>
    public ScenariosResponse With(IReadOnlyList<ScenarioResponse> scenarios)
    {
        var figures = row.Quote?.Figures;
        var (diluted, basis) = Diluted();
        return new ScenariosResponse
        {
            Id = row.Asset.Slug,
            Symbol = row.Asset.Symbol,
            Name = row.Asset.Name,
            Price = Amount(row.Price),
            MarketCap = Amount(row.MarketCap),
            MarketShare = Money.Ratio(row.MarketCap, snapshot.Totals.MarketCap) * 100,
            CirculatingSupply = figures?.CirculatingSupply,
            DilutedSupply = diluted,
            DilutedSupplyBasis = basis,
            Dilution = Money.Ratio(diluted, figures?.CirculatingSupply),
            Stale = row.Quote?.Stale,
            Scenarios = scenarios,
            Missing = MissingFigures.Of(row, currency),
        };

        decimal? Amount(decimal? usDollars) => format.Round(currency.FromUsd(usDollars));
    }

    private ScenarioResponse Make(ScenarioKind kind, string? asset, decimal? total, decimal? marketCap) => new(
        kind, asset, format.Round(total), format.Round(marketCap), PriceOf(marketCap, row.Quote?.Figures.CirculatingSupply), PriceOf(marketCap, Diluted().Supply));

    private ScenarioPrice? PriceOf(decimal? marketCap, decimal? supply)
    {
        var price = Money.Divide(marketCap, supply);
        return price is null ? null : new ScenarioPrice(format.Round(price)!.Value, Money.Ratio(price, currency.FromUsd(row.Price)));
    }

    /// <summary>The units that a fully diluted valuation counts, and what they are.</summary>
    private (decimal? Supply, FdvBasis? Basis) Diluted() => row.Quote?.Figures switch
    {
        { TotalSupply: { } total } => (total, FdvBasis.TotalSupply),
        { MaxSupply: { } max } => (max, FdvBasis.MaxSupply),
        _ => (null, null),
    };
}
