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

    /// <summary>The set of some fields of an asset, one bit a field in the order of <see cref="Names"/>; of all if none is named.</summary>
    public static ulong SetOf(IReadOnlyList<string> fields) => Names
        .Select((name, place) => fields.Count == 0 || fields.Contains(name) ? 1UL << place : 0)
        .Aggregate(0UL, (set, bit) => set | bit);

    /// <summary>The fields whose values differ between two rows of one currency and precision, as a set like that of <see cref="SetOf"/>.</summary>
    public static ulong Differing(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return 0;
        }

        var differing = 0UL;
        var leftReader = new Utf8JsonReader(left);
        var rightReader = new Utf8JsonReader(right);
        leftReader.Read();
        rightReader.Read();
        for (var place = 0; place < Names.Count; place++)
        {
            if (!ValueOf(ref leftReader, left).SequenceEqual(ValueOf(ref rightReader, right)))
            {
                differing |= 1UL << place;
            }
        }

        return differing;
    }

    /// <summary>The text of the next field's value. Rows have all fields, in one order.</summary>
    private static ReadOnlySpan<byte> ValueOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> row)
    {
        reader.Read();
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return row[start..(int)reader.BytesConsumed];
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
