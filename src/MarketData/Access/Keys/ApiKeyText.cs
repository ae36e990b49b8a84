using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace MarketData.Access.Keys;

/// <summary>
/// The form of an API key: <c>mdk_</c>, 8 characters that name it, <c>_</c>, 43 characters of secret (256 random bits) and 6 characters
/// of checksum, all of them letters and digits. The prefix lets scanners find leaked keys; the checksum lets a mistyped key be told
/// apart without a look-up.
/// </summary>
internal static class ApiKeyText
{
    public const string Prefix = "mdk_";

    public const int IdLength = 8;

    /// <summary>Length of a key in characters, each of them one byte of ASCII.</summary>
    public const int Length = 4 + IdLength + 1 + SecretLength + ChecksumLength;

    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A new key. Its text exists nowhere else: it is shown once.</summary>
    public static string Create()
    {
        // Characters drawn evenly from 62: 43 of them hold 256 bits.
        var body = $"{Prefix}{RandomNumberGenerator.GetString(Digits, IdLength)}_{RandomNumberGenerator.GetString(Digits, SecretLength)}";
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(body, checksum);
        return string.Concat(body, checksum);
    }

    /// <summary>Whether a credential means to be one of our keys, well-formed or not.</summary>
    public static bool LooksLikeKey(ReadOnlySpan<char> text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The public part of a well-formed key; false if the form or the checksum is wrong.</summary>
    public static bool TryGetId(ReadOnlySpan<char> text, out ReadOnlySpan<char> id)
    {
        id = default;
        if (text.Length != Length || !LooksLikeKey(text) || text[Prefix.Length + IdLength] != '_' || text.ContainsAnyExcept(Allowed))
        {
            return false;
        }

        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(text[..^ChecksumLength], checksum);
        if (!text[^ChecksumLength..].SequenceEqual(checksum))
        {
            return false;
        }

        id = text.Slice(Prefix.Length, IdLength);
        return true;
    }

    /// <summary>What is kept of a well-formed key: SHA-256. A slow hash would guard nothing: 256 bits cannot be guessed.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(key, bytes);
        SHA256.HashData(bytes, hash);
    }

    public static byte[] Hash(string key)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return hash;
    }

    private static readonly System.Buffers.SearchValues<char> Allowed = System.Buffers.SearchValues.Create(Digits + "_");

    private static void WriteChecksum(ReadOnlySpan<char> body, Span<char> checksum)
    {
        var crc = uint.MaxValue;
        foreach (var character in body)
        {
            crc = BitOperations.Crc32C(crc, (byte)character);
        }

        crc = ~crc;
        for (var place = ChecksumLength - 1; place >= 0; place--)
        {
            checksum[place] = Digits[(int)(crc % (uint)Digits.Length)];
            crc /= (uint)Digits.Length;
        }
    }
}
