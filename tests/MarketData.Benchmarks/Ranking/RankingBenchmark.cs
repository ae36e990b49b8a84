using System.Numerics.Tensors;
using MarketData.Ranking.Kernels;

namespace MarketData.Benchmarks.Ranking;

/// <summary>The ranking kernels against the sorts that they stand in for, over the same columns.</summary>
internal static class RankingBenchmark
{
    private const int Factors = 20;
    private const int Wanted = 100;
    private const double Winsorised = 0.01;

    /// <summary>Times that the short ones run in a round: each takes microseconds.</summary>
    private const int Repeats = 200;

    public static async Task RunAsync(Scale scale)
    {
        var random = new Random(1);
        var columns = Enumerable.Range(0, Factors).Select(_ => Enumerable.Range(0, scale.Assets).Select(_ => Math.Exp(random.NextDouble() * 20) - 1e4).ToArray()).ToArray();
        var assets = Enumerable.Range(0, scale.Assets).Select(row => new Listed(row, [.. columns.Select(column => column[row])])).ToArray();
        await RankAsync(scale, columns, assets);
        Console.WriteLine();
        await TopAsync(scale, columns[0], assets);
    }

    private static async Task RankAsync(Scale scale, double[][] columns, Listed[] assets)
    {
        var scratch = new RankScratch();
        double[] scores = new double[scale.Assets], normalised = new double[scale.Assets], keys = new double[scale.Assets];
        int[] rows = new int[scale.Assets], top = new int[Wanted];
        var sorts = Contender($"Array.Sort(double[], int[]) of each of {Factors} columns", () =>
        {
            foreach (var column in columns)
            {
                column.CopyTo(keys, 0);
                for (var row = 0; row < rows.Length; row++)
                {
                    rows[row] = row;
                }

                Array.Sort(keys, rows);
            }
        });
        var kernels = Contender($"ranking by {Factors} factors: winsorised percentiles, weights, top {Wanted}", () =>
        {
            Array.Clear(scores);
            foreach (var column in columns)
            {
                Normaliser.Normalise(column, Normalisation.Percentile, Winsorised, normalised, scratch);
                ScoreSum.Add(scores, normalised, 1.0 / Factors);
            }

            var threshold = double.NegativeInfinity;
            TopRows.Select(scores, ref threshold, top, scratch);
        });
        var linq = Contender($"the same with LINQ's OrderBy on objects, without winsorising", () =>
        {
            var totals = new double[scale.Assets];
            for (var factor = 0; factor < Factors; factor++)
            {
                var place = 0;
                foreach (var asset in assets.OrderBy(asset => asset.Values[factor]))
                {
                    totals[asset.Row] += (double)place++ / (scale.Assets - 1) / Factors;
                }
            }

            top[0] = assets.OrderByDescending(asset => totals[asset.Row]).Take(Wanted).ToArray()[0].Row;
        });
        await PrintAsync(scale, 1, sorts, kernels, linq);
    }

    private static async Task TopAsync(Scale scale, double[] column, Listed[] assets)
    {
        var scratch = new RankScratch();
        var top = new int[Wanted];
        var threshold = double.NegativeInfinity;
        TopRows.Select(column, ref threshold, top, scratch);
        var sum = 0.0;
        var sweep = Contender("sweep of the column: TensorPrimitives.Sum", () => Repeat(() => sum += TensorPrimitives.Sum<double>(column)));
        var seeded = Contender($"top {Wanted} from the last threshold", () => Repeat(() =>
        {
            var begin = threshold;
            TopRows.Select(column, ref begin, top, scratch);
        }));
        var unseeded = Contender($"top {Wanted} from nothing", () => Repeat(() =>
        {
            var begin = double.NegativeInfinity;
            TopRows.Select(column, ref begin, top, scratch);
        }));
        var linq = Contender($"LINQ's OrderByDescending on objects, Take({Wanted})", () => Repeat(() =>
            top[0] = assets.OrderByDescending(asset => asset.Values[0]).Take(Wanted).ToArray()[0].Row));
        await PrintAsync(scale, Repeats, sweep, seeded, unseeded, linq);
    }

    private static void Repeat(Action action)
    {
        for (var i = 0; i < Repeats; i++)
        {
            action();
        }
    }

    private static Contender Contender(string name, Action run) => new(name, 1, () => Task.CompletedTask, () =>
    {
        run();
        return Task.CompletedTask;
    });

    /// <summary>Times against the first contender's.</summary>
    private static async Task PrintAsync(Scale scale, int repeats, params Contender[] contenders)
    {
        var measured = await Rounds.RunAsync(contenders, scale.Rounds, () => Task.FromResult(0m));
        var table = new MarkdownTable($"{scale.Assets:N0} assets", "µs", "× the first");
        foreach (var one in measured)
        {
            table.Add(one.Contender.Name, one.Seconds / repeats * 1e6, one.Seconds / measured[0].Seconds);
        }

        table.Print();
    }

    private sealed record Listed(int Row, double[] Values);
}
