using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MarketData.Candles;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.CoinGecko;

/// <summary>A page of /coins/markets. Measured hot path: in the usual form rows that are encoded already are put side by side.</summary>
internal sealed class CoinMarketsPage(MarketSnapshot snapshot, CoinMarketsQuery query, CoinMarketRows rows, SparklineTable? sparklines)
    : PageAnswer(snapshot)
{
    protected override void Encode(IBufferWriter<byte> body)
    {
        var isUsual = query.Currency == Currency.UsDollar && query.Format == NumberFormat.Full
            && query is { AskedChanges.Count: 0, WithSparkline: false, WithRehypothecated: false };
        body.Write("["u8);
        for (var i = 0; i < query.Rows.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }

            body.Write(isUsual ? rows.Get(Snapshot, query.Rows[i]) : Encode(Snapshot.Rows[query.Rows[i]]));
        }

        body.Write("]"u8);
    }

    protected override KeyValuePair<string, string>[] HeadersOf(HttpRequest request)
    {
        var last = Math.Max(1, (query.Total + query.PageSize - 1) / query.PageSize);
        var links = new List<string>();
        if (query.PageNumber > 1)
        {
            links.Add(LinkTo(request, 1, "first"));
            links.Add(LinkTo(request, Math.Min(query.PageNumber - 1, last), "prev"));
        }

        if (query.PageNumber < last)
        {
            links.Add(LinkTo(request, last, "last"));
            links.Add(LinkTo(request, query.PageNumber + 1, "next"));
        }

        KeyValuePair<string, string>[] counts =
        [
            new("total", query.Total.ToString(CultureInfo.InvariantCulture)), new("per-page", query.PageSize.ToString(CultureInfo.InvariantCulture)),
        ];
        return links.Count == 0 ? counts : [.. counts, new("Link", string.Join(", ", links))];
    }

    private byte[] Encode(MarketRow row)
    {
        var changes = row.Quote?.Figures.Changes ?? default;
        var coin = CoinMarket.From(row, query.Currency, query.Format) with
        {
            MarketCapRankWithRehypothecated = query.WithRehypothecated ? row.Rank : null,
            Sparkline = sparklines is null ? null : new CoinSparkline(
                [.. sparklines.Get(row.Asset.Id).Select(price => query.Format.Round(query.Currency.FromUsd(price)))]),
            Change1h = Asked("1h", changes.H1),
            Change24h = Asked("24h", changes.H24),
            Change7d = Asked("7d", changes.D7),
            Change14d = Asked("14d", changes.D14),
            Change30d = Asked("30d", changes.D30),
            Change200d = Asked("200d", changes.D200),
            Change1y = Asked("1y", changes.Y1),
        };
        return JsonSerializer.SerializeToUtf8Bytes(coin, CoinGeckoJson.TypeInfo<CoinMarket>());

        AskedPercentage? Asked(string window, double? value) => query.AskedChanges.Contains(window) ? new AskedPercentage(value) : null;
    }

    private static string LinkTo(HttpRequest request, int page, string relation)
    {
        var others = QueryString.Create(request.Query.Where(parameter => parameter.Key != "page" && CoinMarketsQuery.Takes(parameter.Key)));
        return $"<{request.PathBase}{request.Path}{others.Add("page", page.ToString(CultureInfo.InvariantCulture))}>; rel=\"{relation}\"";
    }
}
