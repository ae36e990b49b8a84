using FsCheck;
using FsCheck.Fluent;

namespace MarketData.Tests.Ranking.Kernels;

/// <summary>Columns as they occur and worse: unknown values, ties, both zeros, values that differ in their last bits only, great spreads.</summary>
internal static class AnyColumn
{
    private static readonly Gen<double> Value = Gen.Frequency(
        (2, Gen.Constant(double.NaN)),
        (3, Gen.Elements(0.0, -0.0, 1.0, -1.0, 5e-324, 1.7e150, -1.7e150)),
        (3, Gen.Choose(-20, 20).Select(number => number / 4.0)),
        (3, Gen.Choose(0, 60).Select(bits => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(1.5) + (ulong)bits))),
        (4, Gen.Choose(int.MinValue, int.MaxValue).Select(number => number * 1.000001)));

    public static readonly Arbitrary<double[]> Arbitrary = Gen.Choose(0, 300).SelectMany(length => Value.ArrayOf(length)).ToArbitrary();

    /// <summary>Checks a property of many columns, the same ones every time.</summary>
    public static void Check(Action<double[]> property) =>
        Prop.ForAll(Arbitrary, property).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260301, 1));
}
