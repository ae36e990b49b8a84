using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MarketData.Candles;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>A page of /coins/markets. Measured hot path: in the usual form rows that are encoded already are put side by side.</summary>
internal sealed class CoinMarketsPage(MarketSnapshot snapshot, CoinMarketsQuery query, CoinMarketRows rows, SparklineTable? sparklines) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var isUsual = query.Currency == Currency.UsDollar && query.Format == NumberFormat.Full
            && query is { AskedChanges.Count: 0, WithSparkline: false, WithRehypothecated: false };
        var body = new ArrayBufferWriter<byte>(64 * 1024);
        body.Write("["u8);
        for (var i = 0; i < query.Rows.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }

            body.Write(isUsual ? rows.Get(snapshot, query.Rows[i]) : Encode(snapshot.Rows[query.Rows[i]]));
        }

        body.Write("]"u8);
        WritePaging(httpContext);
        return CoinGeckoAnswer.WriteAsync(httpContext, body.WrittenMemory);
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

    private void WritePaging(HttpContext context)
    {
        context.Response.Headers["total"] = query.Total.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["per-page"] = query.PageSize.ToString(CultureInfo.InvariantCulture);
        var last = Math.Max(1, (query.Total + query.PageSize - 1) / query.PageSize);
        var links = new List<string>();
        if (query.PageNumber > 1)
        {
            links.Add(LinkTo(context.Request, 1, "first"));
            links.Add(LinkTo(context.Request, Math.Min(query.PageNumber - 1, last), "prev"));
        }

        if (query.PageNumber < last)
        {
            links.Add(LinkTo(context.Request, last, "last"));
            links.Add(LinkTo(context.Request, query.PageNumber + 1, "next"));
        }

        if (links.Count > 0)
        {
            context.Response.Headers.Link = string.Join(", ", links);
        }
    }

    private static string LinkTo(HttpRequest request, int page, string relation)
    {
        var others = QueryString.Create(request.Query.Where(parameter => parameter.Key != "page"));
        return $"<{request.PathBase}{request.Path}{others.Add("page", page.ToString(CultureInfo.InvariantCulture))}>; rel=\"{relation}\"";
    }
}
