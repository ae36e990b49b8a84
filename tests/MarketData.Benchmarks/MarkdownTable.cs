using System.Globalization;

namespace MarketData.Benchmarks;

/// <summary>A table as docs/performance.md has it.</summary>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params object[] cells) => _rows.Add([.. cells.Select(Text)]);

    public void Print()
    {
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Concat(columns.Select((_, i) => i == 0 ? " --- |" : " ---: |"))}");
        foreach (var row in _rows)
        {
            Console.WriteLine($"| {string.Join(" | ", row)} |");
        }
    }

    private static string Text(object cell) => cell switch
    {
        double value when Math.Abs(value) >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        double value when Math.Abs(value) >= 10 => value.ToString("N1", CultureInfo.InvariantCulture),
        double value => value.ToString("N2", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString("N0", CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };
}
