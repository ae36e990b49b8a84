using System.Globalization;

namespace MarketData.Imports;

/// <summary>Writes what is refused to a file, and keeps the counts and the first few for the console.</summary>
internal sealed class RefusalReport : IDisposable
{
    private const int MaxTold = 10;

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<RefusedFigure> _first = [];
    private readonly CsvHelper.CsvWriter? _csv;

    public RefusalReport(FileInfo? file)
    {
        if (file is not null)
        {
            _csv = CsvHelper.CsvWriter.ToFile(file.FullName);
            WriteFields("line", "column", "value", "code", "reason");
        }
    }

    public void Add(RefusedFigure refusal)
    {
        _counts[refusal.Code] = _counts.GetValueOrDefault(refusal.Code) + 1;
        if (_first.Count < MaxTold)
        {
            _first.Add(refusal);
        }

        WriteFields(refusal.Line.ToString(CultureInfo.InvariantCulture), refusal.Column ?? "", refusal.Value, refusal.Code, refusal.Reason);
    }

    /// <summary>Tells how many of each reason there were, and the first few.</summary>
    public async Task TellAsync(TextWriter error)
    {
        foreach (var (code, count) in _counts)
        {
            await error.WriteLineAsync($"refused {count} × {code}");
        }

        foreach (var refusal in _first)
        {
            await error.WriteLineAsync($"line {refusal.Line}{(refusal.Column is { } column ? $", {column} '{refusal.Value}'" : "")}: {refusal.Reason}");
        }
    }

    public void Dispose() => _csv?.Dispose();

    private void WriteFields(params ReadOnlySpan<string> fields)
    {
        if (_csv is null)
        {
            return;
        }

        foreach (var field in fields)
        {
            _csv.WriteField(field);
        }

        _csv.EndRecord();
    }
}
