namespace MarketData.Candles;

/// <summary>
/// Thins a series to fewer points that look the same, by largest triangle three buckets (Sveinn Steinarsson, Downsampling Time Series for
/// Visual Representation, University of Iceland, 2013). Points are chosen, not averaged: every point given is one that was there.
/// </summary>
internal static class Thinning
{
    /// <summary>
    /// Positions of the chosen points, ascending: exactly <paramref name="count"/> (3 or more), the first and the last among them; all of
    /// them if there are no more. Of two that are equally far out the earlier is taken.
    /// </summary>
    public static int[] Choose(IReadOnlyList<(double X, double Y)> points, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        if (points.Count <= count)
        {
            return [.. Enumerable.Range(0, points.Count)];
        }

        var chosen = new int[count];
        var bucketSize = (points.Count - 2) / (double)(count - 2);
        int StartOf(int bucket) => (int)(bucket * bucketSize) + 1;
        for (var bucket = 0; bucket < count - 2; bucket++)
        {
            var end = StartOf(bucket + 1);
            var centre = Centre(points, end, Math.Min(StartOf(bucket + 2), points.Count));
            chosen[bucket + 1] = Farthest(points, StartOf(bucket), end, points[chosen[bucket]], centre);
        }

        chosen[^1] = points.Count - 1;
        return chosen;
    }

    private static (double X, double Y) Centre(IReadOnlyList<(double X, double Y)> points, int start, int end)
    {
        double x = 0, y = 0;
        for (var i = start; i < end; i++)
        {
            x += points[i].X;
            y += points[i].Y;
        }

        return (x / (end - start), y / (end - start));
    }

    /// <summary>The point that spans the largest triangle with the one chosen before it and the centre of the bucket after it.</summary>
    private static int Farthest(IReadOnlyList<(double X, double Y)> points, int start, int end, (double X, double Y) left, (double X, double Y) right)
    {
        var farthest = start;
        var largest = -1.0;
        for (var i = start; i < end; i++)
        {
            var doubleArea = Math.Abs(((left.X - right.X) * (points[i].Y - left.Y)) - ((left.X - points[i].X) * (right.Y - left.Y)));
            if (doubleArea > largest)
            {
                largest = doubleArea;
                farthest = i;
            }
        }

        return farthest;
    }
}
