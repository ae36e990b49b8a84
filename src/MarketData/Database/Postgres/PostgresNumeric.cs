using System.Buffers.Binary;

namespace MarketData.Database.Postgres;

/// <summary>
/// Decimals in the binary form of PostgreSQL's <c>numeric</c> (<c>numeric_recv</c> in its source): a head of four 16-bit numbers, then
/// digits to the base 10,000, aligned with the decimal point. Exact, and trailing zeros stay: 1.50 is stored as 1.50.
/// </summary>
internal static class PostgresNumeric
{
    /// <summary>Bytes of the longest: 29 digits, the point anywhere among them.</summary>
    public const int MaxLength = HeadLength + (MaxGroups * sizeof(short));

    private const int HeadLength = 4 * sizeof(short);
    private const int MaxGroups = 9;
    private const int DigitsOfAGroup = 4;
    private const uint Base = 10_000;
    private const ulong BaseToTheFourth = 10_000_000_000_000_000;
    private const ushort Negative = 0x4000;

    private static readonly uint[] PowersOfTen = [1, 10, 100, 1000];

    /// <summary>Writes a decimal and gives how many bytes it took.</summary>
    public static int Write(decimal value, Span<byte> destination)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var fractionGroups = (scale + DigitsOfAGroup - 1) / DigitsOfAGroup;

        // As if it had a scale that is a multiple of four: the groups then begin at the point.
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0])
            * PowersOfTen[(fractionGroups * DigitsOfAGroup) - scale];
        Span<ushort> groups = stackalloc ushort[MaxGroups];
        var count = Split(mantissa, groups);

        BinaryPrimitives.WriteInt16BigEndian(destination, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(destination[2..], (short)(count == 0 ? 0 : count - fractionGroups - 1));
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], bits[3] < 0 && count > 0 ? Negative : (ushort)0);
        BinaryPrimitives.WriteInt16BigEndian(destination[6..], (short)scale);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[(HeadLength + (i * sizeof(short)))..], groups[count - 1 - i]);
        }

        return HeadLength + (count * sizeof(short));
    }

    /// <summary>The digits to the base 10,000, lowest first; gives how many there are up to the highest that is not zero.</summary>
    private static int Split(UInt128 mantissa, Span<ushort> groups)
    {
        var count = 0;

        // Division of 128 bits is slow: four digits at once, until the rest goes into 64.
        while (mantissa > ulong.MaxValue)
        {
            (mantissa, var low) = UInt128.DivRem(mantissa, BaseToTheFourth);
            var part = (ulong)low;
            for (var i = 0; i < 4; i++)
            {
                groups[count++] = (ushort)(part % Base);
                part /= Base;
            }
        }

        for (var rest = (ulong)mantissa; rest > 0; rest /= Base)
        {
            groups[count++] = (ushort)(rest % Base);
        }

        return count;
    }
}
