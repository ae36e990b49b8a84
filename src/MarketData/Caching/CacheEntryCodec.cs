using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace MarketData.Caching;

/// <summary>Entries as bytes, for Redis: of a version, with a checksum over all of it, and packed where that is worth it.</summary>
/// <remarks>
/// <code>
/// 0   1  version
/// 1   8  SHA-256 of everything behind it, its first eight bytes
/// 9   1  1 if the body is packed with Brotli
/// 10  8  version of the data
/// 18  8  fresh until, milliseconds of Unix time
/// 26  8  kept until, likewise
/// 34  8  when it was read, likewise
/// 42  4  length of the body, unpacked
/// 46  4  place of the staleness in it; -1 without one
/// 50  4  length of the link; -1 without one
/// 54     link, UTF-8; then the body
/// </code>
/// </remarks>
internal static class CacheEntryCodec
{
    private const byte Version = 2;
    private const int SumAt = 1;
    private const int SummedFrom = 9;
    private const int PackedAt = 9;
    private const int HeadLength = 54;

    /// <summary>Below this, packing saves less than it costs.</summary>
    private const int LeastPacked = 4096;

    /// <summary>What no answer reaches: a length beyond it is not one of ours, and is not to be allocated.</summary>
    private const int LongestBody = 64 << 20;

    /// <summary>The fastest level: the body is packed once for each time it is read from the database.</summary>
    private const int Quality = 1;
    private const int Window = 18;

    public static byte[] Encode(CacheEntry entry)
    {
        var body = entry.Answer.Body.Span;
        var link = entry.Answer.Link is { } text ? Encoding.UTF8.GetBytes(text) : null;
        var linkLength = link?.Length ?? 0;
        var packed = new byte[HeadLength + linkLength + Math.Max(body.Length, BrotliEncoder.GetMaxCompressedLength(body.Length))];
        var isPacked = TryPack(body, packed.AsSpan(HeadLength + linkLength), out var length);
        if (!isPacked)
        {
            body.CopyTo(packed.AsSpan(HeadLength + linkLength));
            length = body.Length;
        }

        var bytes = packed.AsSpan(0, HeadLength + linkLength + length);
        bytes[0] = Version;
        bytes[PackedAt] = isPacked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[10..], entry.DataVersion);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[18..], entry.FreshUntil.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(bytes[26..], entry.KeptUntil.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(bytes[34..], entry.ReadAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32LittleEndian(bytes[42..], body.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[46..], entry.Answer.StaleAt ?? -1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[50..], link?.Length ?? -1);
        link.CopyTo(bytes[HeadLength..]);
        Sum(bytes).CopyTo(bytes[SumAt..]);
        return bytes.ToArray();
    }

    /// <summary>The entry; null if the bytes are not one, of another version, cut off or altered.</summary>
    public static CacheEntry? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadLength || bytes[0] != Version || !bytes[SumAt..SummedFrom].SequenceEqual(Sum(bytes)))
        {
            return null;
        }

        // The sum is right, so that we wrote it; what follows can only be wrong by a fault of ours, and is a miss too.
        var bodyLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[42..]);
        var staleAt = BinaryPrimitives.ReadInt32LittleEndian(bytes[46..]);
        var linkLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[50..]);
        var bodyAt = HeadLength + Math.Max(linkLength, 0);
        if (bodyLength is < 0 or > LongestBody || staleAt < -1 || staleAt > bodyLength || bodyAt > bytes.Length)
        {
            return null;
        }

        var body = new byte[bodyLength];
        var isWhole = bytes[PackedAt] == 1
            ? BrotliDecoder.TryDecompress(bytes[bodyAt..], body, out var length) && length == bodyLength
            : bytes[bodyAt..].TryCopyTo(body) && bytes.Length - bodyAt == bodyLength;
        return isWhole
            ? new CacheEntry(
                new CachedAnswer(body, staleAt < 0 ? null : staleAt, linkLength < 0 ? null : Encoding.UTF8.GetString(bytes[HeadLength..bodyAt])),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[10..]),
                Time(bytes[34..]),
                Time(bytes[18..]),
                Time(bytes[26..]))
            : null;
    }

    private static DateTimeOffset Time(ReadOnlySpan<byte> bytes) => DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes));

    private static bool TryPack(ReadOnlySpan<byte> body, Span<byte> packed, out int length)
    {
        length = 0;
        return body.Length >= LeastPacked
            && BrotliEncoder.TryCompress(body, packed, out length, Quality, Window)
            && length < body.Length;
    }

    private static byte[] Sum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes[SummedFrom..])[..(SummedFrom - SumAt)];
}
