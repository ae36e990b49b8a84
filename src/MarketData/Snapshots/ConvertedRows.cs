using MarketData.Markets;

namespace MarketData.Snapshots;

/// <summary>Rows as JSON in other currencies and precisions than US dollars in full, for the life of the snapshot.</summary>
internal sealed class ConvertedRows(IReadOnlyList<MarketRow> rows)
{
    private readonly RowForms<(string Currency, NumberFormat Format)> _forms = new(rows.Count);

    public ReadOnlySpan<byte> Get(int number, Currency currency, NumberFormat format) =>
        _forms.Get(number, (currency.Code, format), (row, _) => AssetEncoder.Encode(rows[row], currency, format));
}
