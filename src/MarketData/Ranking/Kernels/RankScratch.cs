namespace MarketData.Ranking.Kernels;

/// <summary>Memory that kernels work in, kept between calls. Of one thread at a time; each worker has its own.</summary>
internal sealed class RankScratch
{
    private ulong[] _from = [];
    private ulong[] _to = [];
    private int[] _counts = [];
    private int[] _order = [];
    private double[] _values = [];

    /// <summary>Two stretches of keys with their rows.</summary>
    public void Items(int length, out Span<ulong> from, out Span<ulong> to)
    {
        Grow(ref _from, length);
        Grow(ref _to, length);
        from = _from.AsSpan(0, length);
        to = _to.AsSpan(0, length);
    }

    /// <summary>Counters, all zero.</summary>
    public Span<int> Counts(int length)
    {
        Grow(ref _counts, length);
        var counts = _counts.AsSpan(0, length);
        counts.Clear();
        return counts;
    }

    /// <summary>Room for an order.</summary>
    public Span<int> Order(int length)
    {
        Grow(ref _order, length);
        return _order.AsSpan(0, length);
    }

    /// <summary>Room for values.</summary>
    public Span<double> Values(int length)
    {
        Grow(ref _values, length);
        return _values.AsSpan(0, length);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }
}
