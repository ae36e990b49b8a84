using System.Globalization;
using Npgsql;

namespace BareKestrel;

/// <summary>A year of one asset's daily candles, every column read and none written: the least that an answer made of them can cost.</summary>
internal sealed class BareCandles(string connectionString)
{
    private const string Select = """
        SELECT open_time, open, high, low, close, volume, market_cap, volume_24h, first_at, last_at, source, origin
        FROM candle
        WHERE asset_id = $1 AND interval = '1d' AND open_time >= $2 AND open_time < $3
        ORDER BY open_time, origin
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=20;Maximum Pool Size=16;Enlist=false");

    /// <summary>Answers <c>/candles/{asset}?to=…</c> with how many there are.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var asset = int.Parse(context.Request.Path.Value.AsSpan(1), CultureInfo.InvariantCulture);
        var to = DateTimeOffset.Parse(context.Request.Query["to"]!, CultureInfo.InvariantCulture);
        await using var connection = await _source.OpenConnectionAsync(context.RequestAborted);
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = asset });

        // Ranges end a while after a day has begun, so that 366 days before their end hold the starts of 365.
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = to.AddDays(-366) });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = to });
        await using var reader = await command.ExecuteReaderAsync(context.RequestAborted);
        var rows = 0;
        while (await reader.ReadAsync(context.RequestAborted))
        {
            rows++;
            _ = reader.GetDateTime(0);
            for (var column = 1; column <= 7; column++)
            {
                _ = reader.GetDecimal(column);
            }

            _ = reader.GetDateTime(8);
            _ = reader.GetDateTime(9);
            _ = reader.GetString(10);
            _ = reader.GetString(11);
        }

        await context.Response.WriteAsync(rows.ToString(CultureInfo.InvariantCulture), context.RequestAborted);
    }
}
