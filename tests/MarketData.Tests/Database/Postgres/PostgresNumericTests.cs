using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using MarketData.Database.Postgres;

namespace MarketData.Tests.Database.Postgres;

public sealed class PostgresNumericTests
{
    [Theory]
    [InlineData("0", "0000000000000000")]
    [InlineData("0.000", "0000000000000003")]
    [InlineData("1", "00010000000000000001")]
    [InlineData("-1.5", "0002000040000001" + "00011388")]
    [InlineData("12345.678", "0003000100000003" + "000109291A7C")]
    [InlineData("0.00001", "0001FFFE00000005" + "03E8")]
    public void Write_FiguresWorkedOutByHand_AreTheBytesThatTheServerTakes(string figure, string bytes) =>
        Convert.ToHexString(Write(decimal.Parse(figure, CultureInfo.InvariantCulture))).ShouldBe(bytes);

    [Fact]
    public void Write_AnyDecimal_HoldsEveryDigitAndItsScale()
    {
        var random = new Random(7);
        decimal[] edges = [decimal.MaxValue, decimal.MinValue, decimal.One, 0.0000000000000000000000000001m, ulong.MaxValue, ulong.MaxValue + 1m, 10_000m, 1.50m];
        var others = Enumerable.Range(0, 20_000).Select(_ => new decimal(
            random.Next(), random.Next(3) == 0 ? 0 : random.Next(), random.Next(2) == 0 ? 0 : random.Next(), random.Next(2) == 0, (byte)random.Next(29)));

        foreach (var figure in edges.Concat(others))
        {
            Read(Write(figure)).ShouldBe(figure.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static byte[] Write(decimal figure)
    {
        var bytes = new byte[PostgresNumeric.MaxLength];
        return bytes[..PostgresNumeric.Write(figure, bytes)];
    }

    /// <summary>What PostgreSQL's documentation of the type says, in whole numbers of any size.</summary>
    private static string Read(byte[] bytes)
    {
        var words = Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(i * 2))).ToArray();
        int count = words[0], weight = words[1], scale = words[3];
        words.Length.ShouldBe(4 + count);
        var unscaled = BigInteger.Zero;
        for (var i = 0; i < count; i++)
        {
            words[4 + i].ShouldBeInRange((short)0, (short)9999);
            unscaled += words[4 + i] * BigInteger.Pow(10, 200 + (4 * (weight - i)));
        }

        (unscaled % BigInteger.Pow(10, 200 - scale)).ShouldBe(BigInteger.Zero);
        var digits = (unscaled / BigInteger.Pow(10, 200 - scale)).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (words[2] != 0 ? "-" : "") + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : "");
    }
}
