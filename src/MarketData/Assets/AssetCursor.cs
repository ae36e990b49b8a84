using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;

namespace MarketData.Assets;

/// <summary>
/// A position in a sorted list: the key and slug of the last asset given. It holds on over snapshots: the next page begins after that
/// position, wherever the asset itself has moved.
/// </summary>
/// <param name="Fingerprint">Names the list's filter, sort and currency.</param>
/// <param name="Key">Sort key of the last asset; NaN if it was unknown.</param>
/// <param name="Slug">Slug of the last asset.</param>
internal sealed record AssetCursor(ulong Fingerprint, double Key, string Slug)
{
    private const byte FormVersion = 1;
    private const int FixedLength = 1 + sizeof(ulong) + sizeof(double);

    /// <summary>The form in which callers carry it.</summary>
    public string Write()
    {
        var slug = Encoding.UTF8.GetBytes(Slug);
        var bytes = new byte[FixedLength + slug.Length];
        bytes[0] = FormVersion;
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(1), Fingerprint);
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1 + sizeof(ulong)), Key);
        slug.CopyTo(bytes, FixedLength);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Position in an order of the first asset behind this one, by binary search.</summary>
    /// <param name="order">The order, of whatever stands for assets.</param>
    /// <param name="keyOf">Their sort keys; NaN if unknown.</param>
    /// <param name="slugOf">Their slugs.</param>
    /// <param name="descending">Whether the order is descending.</param>
    public int StartIn(int[] order, Func<int, double> keyOf, Func<int, string> slugOf, bool descending)
    {
        int low = 0, high = order.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (MarketColumns.Compare(keyOf(order[middle]), slugOf(order[middle]), Key, Slug, descending) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Reads what a caller gave back; false if it is no cursor, or one of another list.</summary>
    public static bool TryRead(string text, ulong fingerprint, out AssetCursor? cursor)
    {
        cursor = null;

        // The decoder's Try is about room only: of text that is no Base64Url it throws.
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.TryDecodeFromChars(text, bytes, out var length) || length <= FixedLength || bytes[0] != FormVersion)
        {
            return false;
        }

        var read = new AssetCursor(
            BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(1)),
            BinaryPrimitives.ReadDoubleBigEndian(bytes.AsSpan(1 + sizeof(ulong))),
            Encoding.UTF8.GetString(bytes, FixedLength, length - FixedLength));
        cursor = read.Fingerprint == fingerprint ? read : null;
        return cursor is not null;
    }

    /// <summary>Names the values of a query but for those that only shape the page.</summary>
    public static ulong FingerprintOf(RequestQuery query, IReadOnlyList<QueryParameter> parameters, params QueryParameter[] except)
    {
        var text = new StringBuilder();
        foreach (var parameter in parameters.Where(parameter => query.Has(parameter) && !except.Contains(parameter)))
        {
            text.Append(parameter.Name).Append('=').Append(query.TextOf(parameter)?.Trim().ToLowerInvariant()).Append('\n');
        }

        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
