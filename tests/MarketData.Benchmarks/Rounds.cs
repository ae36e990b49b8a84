using System.Diagnostics;

namespace MarketData.Benchmarks;

/// <summary>One of those that are compared.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Rows">Rows that a run writes or reads.</param>
/// <param name="PrepareAsync">Brings the data into the state that a run starts from; not measured.</param>
/// <param name="RunAsync">What is measured.</param>
internal sealed record Contender(string Name, int Rows, Func<Task> PrepareAsync, Func<Task> RunAsync);

/// <summary>The medians of a contender over all rounds.</summary>
/// <param name="Contender">Which.</param>
/// <param name="Seconds">Time of a run.</param>
/// <param name="WalBytes">Bytes of write-ahead log that a run left, without full pages.</param>
/// <param name="AllocatedBytes">Managed memory that a run allocated.</param>
internal sealed record Measured(Contender Contender, double Seconds, double WalBytes, double AllocatedBytes)
{
    public double RowsPerSecond => Contender.Rows / Seconds;
}

/// <summary>Runs contenders in turn, so that what else the machine does meets all of them alike.</summary>
internal static class Rounds
{
    /// <param name="contenders">In each round in another order.</param>
    /// <param name="rounds">Rounds that count; two more come before them to warm up.</param>
    /// <param name="walPosition">Bytes of write-ahead log so far.</param>
    public static async Task<IReadOnlyList<Measured>> RunAsync(
        IReadOnlyList<Contender> contenders, int rounds, Func<Task<decimal>> walPosition)
    {
        const int WarmUp = 2;
        var random = new Random(1);
        var seconds = contenders.ToDictionary(contender => contender, _ => new List<double>());
        var wal = contenders.ToDictionary(contender => contender, _ => new List<double>());
        var allocated = contenders.ToDictionary(contender => contender, _ => new List<double>());
        for (var round = 0; round < rounds + WarmUp; round++)
        {
            var order = contenders.ToArray();
            random.Shuffle(order);
            foreach (var contender in order)
            {
                await contender.PrepareAsync();
                var walBefore = await walPosition();
                var allocatedBefore = GC.GetTotalAllocatedBytes();
                var started = Stopwatch.GetTimestamp();
                await contender.RunAsync();
                var elapsed = Stopwatch.GetElapsedTime(started);
                if (round >= WarmUp)
                {
                    seconds[contender].Add(elapsed.TotalSeconds);
                    allocated[contender].Add(GC.GetTotalAllocatedBytes() - allocatedBefore);
                    wal[contender].Add((double)(await walPosition() - walBefore));
                }
            }
        }

        return [.. contenders.Select(contender => new Measured(
            contender, Median(seconds[contender]), Median(wal[contender]), Median(allocated[contender])))];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
