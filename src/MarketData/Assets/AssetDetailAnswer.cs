using System.Buffers;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Assets;

/// <summary>A single asset, or the fields of it that are asked for.</summary>
internal sealed class AssetDetailAnswer(MarketSnapshot snapshot, int number, Currency currency, RequestQuery query) : IResult
{
    private static readonly QueryParameter<IReadOnlyList<string>> Fields = Parameter.Words(
        "fields", AssetFields.DetailNames, "Only these fields of the asset.", "id,price,contracts");

    /// <summary>What shapes the answer.</summary>
    public static readonly QueryParameter[] Parameters = [MarketParameters.Vs, Fields, MarketParameters.Precision, MarketParameters.Numbers];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var format = MarketParameters.FormatOf(query);
        var detail = AssetDetailResponse.From(snapshot.Rows[number], currency, format);
        var body = new ArrayBufferWriter<byte>(4096);
        body.Write("{\"data\":"u8);
        body.Write(AssetFields.Select(
            JsonSerializer.SerializeToUtf8Bytes(detail, ApiJson.TypeInfo<AssetDetailResponse>(format)), query.Get(Fields)));
        body.Write(",\"meta\":"u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(AnswerMeta.Of(snapshot, currency.Code), ApiJson.TypeInfo<AnswerMeta>(NumberFormat.Full)));
        body.Write("}"u8);
        httpContext.Response.ContentType = JsonAnswer.ContentType;
        httpContext.Response.ContentLength = body.WrittenCount;
        await httpContext.Response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted);
    }
}
