namespace MarketData.Ingestion.Sources.Sample;

/// <summary>Random numbers that are a function of their place: asked twice, or after a restart, they are the same.</summary>
internal static class SampleNoise
{
    /// <summary>Greatest size of <see cref="Draw"/>: that of an even distribution with variance 1.</summary>
    public static readonly double Largest = Math.Sqrt(3);

    /// <summary>Start of a stream of numbers. Written out, since <see cref="string.GetHashCode()"/> differs from process to process.</summary>
    public static ulong KeyOf(int seed, string name)
    {
        // FNV-1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv-17
        var hash = 14695981039346656037UL;
        foreach (var character in name)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return Mix(hash ^ Mix((ulong)seed));
    }

    /// <summary>An evenly distributed number with mean 0 and variance 1.</summary>
    public static double Draw(ulong key, int level, long index)
    {
        var bits = Mix(key + ((ulong)level * 0x9E3779B97F4A7C15UL) + ((ulong)index * 0xD1B54A32D192ED03UL));
        return (((bits >> 11) * (2.0 / (1UL << 53))) - 1) * Largest;
    }

    /// <summary>A smooth curve through a drawn number at the start of every period, at most <see cref="Largest"/> from 0.</summary>
    public static double Wave(ulong key, int periodSeconds, long second)
    {
        var index = Math.DivRem(second, periodSeconds, out var rest);
        var share = (double)rest / periodSeconds;
        var left = Draw(key, periodSeconds, index);
        var right = Draw(key, periodSeconds, index + 1);
        return left + ((right - left) * share * share * (3 - (2 * share)));
    }

    /// <summary>Finaliser of SplitMix64, https://prng.di.unimi.it/splitmix64.c</summary>
    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
        return bits ^ (bits >> 31);
    }
}
