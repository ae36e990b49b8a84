using System.Buffers;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;

namespace MarketData.Assets;

/// <summary>A single asset, or the fields of it that are asked for.</summary>
internal sealed class AssetDetailAnswer(MarketSnapshot snapshot, int number, Currency currency, RequestQuery query) : PageAnswer(snapshot)
{
    private static readonly QueryParameter<IReadOnlyList<string>> Fields = Parameter.Words(
        "fields", AssetFields.DetailNames, "Only these fields of the asset.", "id,price,contracts");

    /// <summary>What shapes the answer.</summary>
    public static readonly QueryParameter[] Parameters = [MarketParameters.Vs, Fields, MarketParameters.Precision, MarketParameters.Numbers];

    protected override void Encode(IBufferWriter<byte> body)
    {
        var format = MarketParameters.FormatOf(query);
        var detail = AssetDetailResponse.From(Snapshot.Rows[number], currency, format);
        body.Write("{\"data\":"u8);
        body.Write(AssetFields.Select(
            JsonSerializer.SerializeToUtf8Bytes(detail, ApiJson.TypeInfo<AssetDetailResponse>(format)), query.Get(Fields)));
        body.Write(",\"meta\":"u8);
        body.Write(JsonSerializer.SerializeToUtf8Bytes(AnswerMeta.Of(Snapshot, currency.Code), ApiJson.TypeInfo<AnswerMeta>(NumberFormat.Full)));
        body.Write("}"u8);
    }
}
