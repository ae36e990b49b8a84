namespace MarketData.Ranking.Kernels;

/// <summary>A division of rows into groups that are compared within themselves.</summary>
/// <param name="Rows">The rows of each group.</param>
internal sealed record Groups(IReadOnlyList<int[]> Rows)
{
    /// <summary>The groups of rows by a label of each; rows without one (negative) are in a group of their own, together.</summary>
    public static Groups By(ReadOnlySpan<int> labels)
    {
        var rows = new Dictionary<int, List<int>>();
        for (var row = 0; row < labels.Length; row++)
        {
            var label = Math.Max(labels[row], -1);
            if (!rows.TryGetValue(label, out var group))
            {
                rows[label] = group = [];
            }

            group.Add(row);
        }

        return new Groups([.. rows.OrderBy(group => group.Key).Select(group => group.Value.ToArray())]);
    }
}
