using CsvHelper;

namespace MarketData.Imports;

/// <summary>Reads a file row by row and hands what fits on, a batch at a time: memory does not grow with the file.</summary>
/// <param name="target">What the rows become.</param>
/// <param name="named">Columns named by the caller, by field.</param>
/// <param name="delimiter">What stands between fields; null to find out.</param>
/// <param name="now">Our clock.</param>
internal sealed class CsvImport(ImportTarget target, IReadOnlyDictionary<string, string> named, char? delimiter, DateTimeOffset now)
{
    // A transaction each: what was written stays when the import is cut off, and the next run finds it unchanged.
    private const int RowsPerBatch = 5000;

    private const int LongestRow = 65_536;

    private readonly SeenTimes _seen = new(now);

    /// <summary>Imports all rows and gives the counts.</summary>
    /// <param name="file">The file, UTF-8.</param>
    /// <param name="dryRun">Whether to read and check alone, and write nothing.</param>
    /// <param name="refuse">Told of each figure that is not taken.</param>
    /// <param name="progress">Told how many bytes are read, now and then.</param>
    /// <param name="cancellationToken">Ends the import between batches; what was written stays.</param>
    /// <exception cref="ImportException">The file has no header that fits, or is no CSV.</exception>
    public async Task<ImportCounts> RunAsync(
        Stream file, bool dryRun, Action<RefusedFigure> refuse, Action<long> progress, CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                Separator = delimiter,
                HasHeader = false,
                TrackLineNumbers = true,
                MaxRecordSize = LongestRow,

                // A quote that never ends must not take the rest of the file into one field.
                AllowLineBreaksInQuotes = false,
            },
            leaveOpen: true);
        var counts = default(ImportCounts);
        try
        {
            if (!await csv.ReadAsync(cancellationToken))
            {
                throw new ImportException("The file is empty.");
            }

            var first = FieldsOf(csv);
            var hasHeader = !ImportRow.TryReadTime(first[0].Trim(), out _);
            var header = hasHeader ? first : HeaderOf(first);
            var map = target.Map(header, named);
            var isRow = !hasHeader || await csv.ReadAsync(cancellationToken);
            for (; isRow; isRow = await csv.ReadAsync(cancellationToken))
            {
                counts = Take(map, FieldsOf(csv), header.Length, csv.LineNumber, counts, refuse);
                if (counts.Rows % RowsPerBatch == 0)
                {
                    counts = counts with { Changed = counts.Changed + await WriteAsync(dryRun, cancellationToken) };
                    progress(file.Position);
                }
            }
        }
        catch (CsvFormatException exception)
        {
            throw new ImportException($"Line {exception.LineNumber}: the file cannot be read on as CSV. {exception.Message}");
        }

        counts = counts with { Changed = counts.Changed + await WriteAsync(dryRun, cancellationToken) };
        progress(file.Position);
        return counts;
    }

    private static string[] FieldsOf(CsvReader csv)
    {
        var fields = new string[csv.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = csv.GetString(i);
        }

        return fields;
    }

    private static string[] HeaderOf(string[] first) => first.Length == ColumnMap.BinanceHeader.Length
        ? ColumnMap.BinanceHeader
        : throw new ImportException("The file has no header. Its first line must name the columns.");

    private ImportCounts Take(ColumnMap map, string[] fields, int columns, long line, ImportCounts counts, Action<RefusedFigure> refuse)
    {
        var row = new ImportRow(map, fields, line);
        if (fields.Length != columns)
        {
            row.Refusals.Add(new RefusedFigure(line, null, "", "malformed_row", $"The row has {fields.Length} fields, the header {columns}."));
        }
        else if (row.Time() is { } time && CheckTime(row, time))
        {
            target.Take(row, time);
        }

        foreach (var refusal in row.Refusals)
        {
            refuse(refusal);
        }

        return counts with { Rows = counts.Rows + 1, RefusedRows = counts.RefusedRows + (row.Refusals.Count > 0 ? 1 : 0) };
    }

    private bool CheckTime(ImportRow row, DateTimeOffset time)
    {
        if (time > now)
        {
            row.Refuse(ColumnMap.Time, "future", "The time is in the future.");
        }
        else if (time < SeenTimes.Earliest)
        {
            row.Refuse(ColumnMap.Time, "before_2009", "There was no crypto asset before 2009-01-03.");
        }
        else if (!_seen.Add(time))
        {
            row.Refuse(ColumnMap.Time, "duplicate", "A row before has this time.");
        }

        return row.Refusals.Count == 0;
    }

    private async Task<int> WriteAsync(bool dryRun, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!dryRun)
        {
            return await target.WriteAsync(cancellationToken);
        }

        target.Discard();
        return 0;
    }
}

/// <summary>What became of the rows of a file.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="RefusedRows">Rows of which something was refused; of metrics the other values of such a row are taken.</param>
/// <param name="Changed">Records that are new or changed in the database: candles, or values of metrics.</param>
internal readonly record struct ImportCounts(long Rows, long RefusedRows, long Changed);
