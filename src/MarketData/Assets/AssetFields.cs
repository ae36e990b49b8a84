using System.Buffers;
using System.Text;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;

namespace MarketData.Assets;

/// <summary>Picks fields out of rows that are encoded already, without decoding their values.</summary>
internal static class AssetFields
{
    /// <summary>Names of all fields of an asset, in their order.</summary>
    public static readonly IReadOnlyList<string> Names = NamesOf<AssetResponse>();

    /// <summary>Names of all fields of a single asset, in their order.</summary>
    public static readonly IReadOnlyList<string> DetailNames = NamesOf<AssetDetailResponse>();

    /// <summary>The row with only the fields that are asked for, in the order of the row; as it is if none is asked for.</summary>
    public static ReadOnlySpan<byte> Select(ReadOnlySpan<byte> row, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0)
        {
            return row;
        }

        var wanted = fields.Select(Encoding.UTF8.GetBytes).ToArray();
        var selected = new ArrayBufferWriter<byte>(row.Length);
        selected.Write("{"u8);
        var reader = new Utf8JsonReader(row);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex;
            var isWanted = IsAmong(reader.ValueSpan, wanted);
            reader.Read();
            reader.Skip();
            if (isWanted)
            {
                if (selected.WrittenCount > 1)
                {
                    selected.Write(","u8);
                }

                selected.Write(row[nameStart..(int)reader.BytesConsumed]);
            }
        }

        selected.Write("}"u8);
        return selected.WrittenSpan;
    }

    private static bool IsAmong(ReadOnlySpan<byte> name, byte[][] wanted)
    {
        foreach (var candidate in wanted)
        {
            if (name.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<string> NamesOf<T>() => [.. ApiJson.TypeInfo<T>(NumberFormat.Full).Properties.Select(property => property.Name)];
}
