using System.Globalization;
using MarketData.Candles;

namespace MarketData.Signals.Indicators;

/// <summary>The indicators there are.</summary>
/// <param name="Data">All of them.</param>
public sealed record IndicatorsResponse(IReadOnlyList<IndicatorResponse> Data)
{
    internal static readonly IndicatorsResponse All = new([.. IndicatorCatalog.All.Select(IndicatorResponse.From)]);
}

/// <summary>An indicator.</summary>
/// <param name="Name">Its name in requests; parameters follow it after colons, in their order.</param>
/// <param name="Title">Its usual name.</param>
/// <param name="Default">The name with the parameters that it has where none are given.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Outputs">What it gives. Where there are several, each stands in answers as name.output.</param>
/// <param name="Formula">How the outputs come about.</param>
/// <param name="Source">Who published it.</param>
/// <param name="WarmUp">Candles that come before the first whose values no longer depend, by more than a millionth of the weight, on where the series begins.</param>
/// <param name="WhenNull">What null means.</param>
public sealed record IndicatorResponse(
    string Name,
    string Title,
    string Default,
    IReadOnlyList<IndicatorParameterResponse> Parameters,
    IReadOnlyList<IndicatorOutputResponse> Outputs,
    string Formula,
    string Source,
    string WarmUp,
    string WhenNull)
{
    internal static IndicatorResponse From(IndicatorDefinition definition) => new(
        definition.Name,
        definition.Title,
        NamedIndicator.Read(definition.Name, out _)!.Name,
        [.. definition.Parameters.Select(parameter => new IndicatorParameterResponse(parameter.Name, parameter.Default, parameter.Min, parameter.Max, parameter.IsWhole))],
        [.. definition.Outputs.Select(output => new IndicatorOutputResponse(output.Name, output.Unit))],
        definition.Formula,
        definition.Source,
        definition.WarmUp,
        definition.WhenNull);
}

/// <summary>A parameter of an indicator.</summary>
/// <param name="Name">What the formula calls it.</param>
/// <param name="Default">Value where it is not given.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="Whole">Whether only whole numbers go.</param>
public sealed record IndicatorParameterResponse(string Name, double Default, double Min, double Max, bool Whole);

/// <summary>An output of an indicator.</summary>
/// <param name="Name">What the formula calls it.</param>
/// <param name="Unit">What it is measured in.</param>
public sealed record IndicatorOutputResponse(string Name, IndicatorUnit Unit);

/// <summary>Indicators at a candle.</summary>
/// <param name="OpenTime">Start of the candle, included, UTC.</param>
/// <param name="Close">Last price of the candle; so far, while it is not closed. Null beyond what an exact decimal can hold.</param>
/// <param name="Closed">Whether the candle is over, and two minutes for what comes late. Until then every figure may still change.</param>
/// <param name="Settled">Whether there were enough candles before this one for every indicator asked for not to depend on where the history begins.</param>
/// <param name="Values">The outputs by their names, at 12 significant digits; null where unknown, for the reason that GET /v1/indicators gives.</param>
public sealed record IndicatorValuesResponse(
    DateTimeOffset OpenTime, decimal? Close, bool Closed, bool Settled, IReadOnlyDictionary<string, decimal?> Values)
{
    internal static IndicatorValuesResponse From(IndicatorRow row, IndicatorColumns columns, CandleWidth width, HistoryRequest request)
    {
        var values = new OrderedDictionary<string, decimal?>(columns.Names.Count);
        for (var i = 0; i < columns.Names.Count; i++)
        {
            var value = Rounded(row.Values[i]);
            values[columns.Names[i]] = columns.Units[i] is IndicatorUnit.Price or IndicatorUnit.Volume ? request.Amount(value) : request.Format.Round(value);
        }

        return new IndicatorValuesResponse(
            row.Candle.OpenTime, request.Amount(row.Candle.Close), CandleResponse.IsClosed(row.Candle.OpenTime, width, request.Now), row.Settled, values);
    }

    /// <summary>A double at 12 significant digits, which its arithmetic is good for; null if it is unknown or beyond the range of a decimal.</summary>
    private static decimal? Rounded(double value) =>
        decimal.TryParse(value.ToString("G12", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var rounded) ? rounded : null;
}

/// <summary>The outputs of a set of indicators, in order.</summary>
internal sealed record IndicatorColumns(IReadOnlyList<string> Names, IReadOnlyList<IndicatorUnit> Units)
{
    public static IndicatorColumns Of(IReadOnlyList<NamedIndicator> named) => new(
        [.. named.SelectMany(indicator => indicator.OutputNames)],
        [.. named.SelectMany(indicator => indicator.Definition.Outputs.Select(output => output.Unit))]);

    /// <summary>The same as columns of CSV.</summary>
    public RowColumns<IndicatorValuesResponse> Csv => new(
        ["open_time", "close", "closed", "settled", .. Names],
        (csv, row) =>
        {
            csv.Write(row.OpenTime);
            csv.Write(row.Close);
            csv.Write(row.Closed);
            csv.Write(row.Settled);
            foreach (var name in Names)
            {
                csv.Write(row.Values[name]);
            }
        });
}
