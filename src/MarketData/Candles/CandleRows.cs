using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using MarketData.Hosting.Json;
using Microsoft.AspNetCore.Http.Timeouts;

namespace MarketData.Candles;

/// <summary>Candles row by row, as they come from the database: memory does not grow with their number.</summary>
internal sealed class CandleRows(IAsyncEnumerable<CandleResponse> candles, RowFormat format, Markets.NumberFormat numbers) : IResult
{
    private const int RowsPerFlush = 128;

    private static readonly string[] Columns =
        ["open_time", "open", "high", "low", "close", "volume", "market_cap", "volume_24h", "source", "origin", "closed"];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;

        // The first row is awaited before anything is written: a database that is away is told by the status. One that goes away later
        // breaks the answer off in a way that the caller notices.
        await using var rows = candles.GetAsyncEnumerator(cancellationToken);
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

    private static Action<CandleResponse> Csv(PipeWriter output)
    {
        var csv = new CsvWriter(output);
        foreach (var column in Columns)
        {
            csv.Write(column);
        }

        csv.EndRow();
        return candle =>
        {
            csv.Write(candle.OpenTime);
            csv.Write(candle.Open);
            csv.Write(candle.High);
            csv.Write(candle.Low);
            csv.Write(candle.Close);
            csv.Write(candle.Volume);
            csv.Write(candle.MarketCap);
            csv.Write(candle.Volume24h);
            csv.Write(candle.Source);
            csv.Write(candle.Origin == CandleOrigin.Provider ? "provider" : "own");
            csv.Write(candle.Closed);
            csv.EndRow();
        };
    }

    private Action<CandleResponse> Ndjson(PipeWriter output)
    {
        var type = ApiJson.TypeInfo<CandleResponse>(numbers);
        var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = type.Options.Encoder });
        return candle =>
        {
            JsonSerializer.Serialize(json, candle, type);
            json.Flush();
            output.Write("\n"u8);
            json.Reset();
        };
    }
}
