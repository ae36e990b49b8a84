using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using MarketData.Access;
using MarketData.Access.Limits;
using MarketData.Hosting.Json;
using Microsoft.AspNetCore.Http.Timeouts;

namespace MarketData.Candles;

/// <summary>How records become rows of CSV.</summary>
/// <param name="Names">Names of the columns.</param>
/// <param name="Write">Writes the fields of one record, in the order of the names.</param>
internal sealed record RowColumns<T>(IReadOnlyList<string> Names, Action<CsvWriter, T> Write);

/// <summary>Records row by row, as they come from the database: memory does not grow with their number.</summary>
internal sealed class HistoryRows<T>(IAsyncEnumerable<T> records, RowColumns<T> columns, RowFormat format, Markets.NumberFormat numbers) : IResult
{
    private const int RowsPerFlush = 128;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var expensive = httpContext.RequestServices.GetRequiredService<ExpensiveWork>();
        if (!expensive.TryEnter())
        {
            await AccessProblem.Busy.WriteAsync(httpContext);
            return;
        }

        try
        {
            await WriteAsync(httpContext);
        }
        finally
        {
            expensive.Leave();
        }
    }

    private async Task WriteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;

        // The first row is awaited before anything is written: a database that is away is told by the status. One that goes away later
        // breaks the answer off in a way that the caller notices.
        await using var rows = records.GetAsyncEnumerator(cancellationToken);
        var isRow = await rows.MoveNextAsync();

        // From here on the caller sees that it goes on, and how fast it reads decides how long it takes.
        httpContext.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        httpContext.Response.ContentType = format == RowFormat.Csv ? RowFormats.CsvType + "; charset=utf-8; header=present" : RowFormats.NdjsonType;
        var output = httpContext.Response.BodyWriter;
        var write = format == RowFormat.Csv ? Csv(output) : Ndjson(output);
        for (var count = 1; isRow; count++)
        {
            write(rows.Current);
            if (count % RowsPerFlush == 0)
            {
                await output.FlushAsync(cancellationToken);
            }

            isRow = await rows.MoveNextAsync();
        }

        await output.FlushAsync(cancellationToken);
    }

    private Action<T> Csv(PipeWriter output)
    {
        var csv = new CsvWriter(output);
        foreach (var column in columns.Names)
        {
            csv.Write(column);
        }

        csv.EndRow();
        return record =>
        {
            columns.Write(csv, record);
            csv.EndRow();
        };
    }

    private Action<T> Ndjson(PipeWriter output)
    {
        var type = ApiJson.TypeInfo<T>(numbers);
        var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = type.Options.Encoder });
        return record =>
        {
            JsonSerializer.Serialize(json, record, type);
            json.Flush();
            output.Write("\n"u8);
            json.Reset();
        };
    }
}
