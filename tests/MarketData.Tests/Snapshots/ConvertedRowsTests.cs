using System.Text;
using MarketData.Ingestion;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Tests.Snapshots;

public sealed class ConvertedRowsTests
{
    private static readonly Currency Euro = new("eur", "Euro", CurrencyKind.Fiat, 0.9m, SourceNames.CoinGecko, Make.Now, Make.Now);

    [Fact]
    public void Get_InAnyForm_IsWhatTheEncoderWrites()
    {
        var row = MakeSnapshot.Row("bitcoin", Make.Quote(price: 100.125m));
        var rows = new ConvertedRows([row]);
        foreach (var format in new[] { NumberFormat.Full, new NumberFormat(2, false), new NumberFormat(null, true) })
        {
            var expected = Encoding.UTF8.GetString(AssetEncoder.Encode(row, Euro, format));

            Encoding.UTF8.GetString(rows.Get(0, Euro, format)).ShouldBe(expected);
            Encoding.UTF8.GetString(rows.Get(0, Euro, format)).ShouldBe(expected);
        }
    }

    [Fact]
    public void Get_Again_IsNotEncodedAnew()
    {
        var rows = new ConvertedRows([MakeSnapshot.Row("bitcoin", Make.Quote(price: 100))]);

        var first = rows.Get(0, Euro, NumberFormat.Full);

        (rows.Get(0, Euro, NumberFormat.Full) == first).ShouldBeTrue("Spans are equal where they are of the same memory.");
    }
}
