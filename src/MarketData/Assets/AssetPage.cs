using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.Assets;

/// <summary>A page of the list: rows that are encoded already put side by side. Measured hot path: no row is serialised for the usual form.</summary>
internal sealed class AssetPage(MarketSnapshot snapshot, AssetListQuery query, IReadOnlyList<int> rows, string? next) : PageAnswer(snapshot)
{
    /// <summary>Finds the rows of a page.</summary>
    public static AssetPage Of(MarketSnapshot snapshot, AssetListQuery query)
    {
        var order = snapshot.Columns.Order(query.SortField, query.IsDescending);
        var size = Math.Max(query.PageSize, query.Filter.Selection?.Found.Count ?? 0);
        var rows = new List<int>(Math.Min(size, order.Length));
        var start = query.Cursor?.StartIn(
            order, number => snapshot.Columns[query.SortField][number], number => snapshot.Rows[number].Asset.Slug, query.IsDescending) ?? 0;
        string? next = null;
        for (var position = start; position < order.Length; position++)
        {
            var number = order[position];
            if (!query.Filter.Includes(snapshot, number, query.Currency))
            {
                continue;
            }

            if (rows.Count == size)
            {
                var last = rows[^1];
                next = new AssetCursor(query.Fingerprint, snapshot.Columns[query.SortField][last], snapshot.Rows[last].Asset.Slug).Write();
                break;
            }

            rows.Add(number);
        }

        return new AssetPage(snapshot, query, rows, next);
    }

    protected override void Encode(IBufferWriter<byte> body)
    {
        body.Write("{\"data\":["u8);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }

            body.Write(AssetFields.Select(Snapshot.EncodedRow(rows[i], query.Currency, query.Format), query.SelectedFields));
        }

        body.Write("],\"meta\":"u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(AnswerMeta.Of(Snapshot, query.Currency.Code), ApiJson.TypeInfo<AnswerMeta>(NumberFormat.Full)));
        body.Write(",\"next\":"u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(next, ApiJson.Numbers.String));
        if (query.Filter.Selection is { } selection)
        {
            body.Write(",\"missing\":"u8);
            body.Write(JsonSerializer.SerializeToUtf8Bytes(selection.Missing, ApiJson.TypeInfo<IReadOnlyList<MissingItem>>(NumberFormat.Full)));
            body.Write(",\"ambiguous\":"u8);
            body.Write(JsonSerializer.SerializeToUtf8Bytes(AmbiguousOf(selection), ApiJson.TypeInfo<IReadOnlyList<AmbiguousItem>>(NumberFormat.Full)));
        }

        body.Write("}"u8);
    }

    protected override KeyValuePair<string, string>[] HeadersOf(HttpRequest request) =>
        next is null ? [] : [new("Link", LinkTo(request, next))];

    private IReadOnlyList<AmbiguousItem> AmbiguousOf(AssetSelection selection) =>
    [
        .. selection.Found
            .Where(asset => asset.Candidates.Count > 0)
            .Select(asset => new AmbiguousItem(asset.Query, Snapshot.Rows[asset.Row].Asset.Slug, asset.Candidates)),
    ];

    /// <summary>Value of the <c>Link</c> header that names the page at a cursor.</summary>
    public static string LinkTo(HttpRequest request, string cursor)
    {
        var kept = request.Query
            .Where(parameter => parameter.Key != "cursor")
            .Select(parameter => $"{UrlEncoder.Default.Encode(parameter.Key)}={UrlEncoder.Default.Encode(parameter.Value.ToString())}")
            .Append("cursor=" + cursor);
        return $"<{request.PathBase}{request.Path}?{string.Join('&', kept)}>; rel=\"next\"";
    }
}

/// <summary>A page of assets.</summary>
/// <param name="Data">The assets, in the order asked for.</param>
/// <param name="Meta">Where the figures stand.</param>
/// <param name="Next">Cursor of the next page; null on the last one.</param>
/// <param name="Missing">What was asked for by <c>ids</c> or <c>symbols</c> and could not be given; absent where neither was asked for.</param>
/// <param name="Ambiguous">Symbols asked for that several assets share; absent where neither <c>ids</c> nor <c>symbols</c> was asked for.</param>
public sealed record AssetPageResponse(
    IReadOnlyList<AssetResponse> Data,
    AnswerMeta Meta,
    string? Next,
    IReadOnlyList<MissingItem>? Missing,
    IReadOnlyList<AmbiguousItem>? Ambiguous);

/// <summary>A symbol that several assets share.</summary>
/// <param name="Query">The symbol as it was written.</param>
/// <param name="Id">The asset that it was taken for: the one of the greatest market cap.</param>
/// <param name="Candidates">Ids of all assets with the symbol, greatest market cap first.</param>
public sealed record AmbiguousItem(string Query, string Id, IReadOnlyList<string> Candidates);
