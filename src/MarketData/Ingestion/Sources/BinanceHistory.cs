using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarketData.Assets;
using MarketData.Candles;
using MarketData.Ingestion.Backfill;
using MarketData.Ingestion.Sources.Http;
using MarketData.Ingestion.Sources.Json;

namespace MarketData.Ingestion.Sources;

/// <summary>Binance's candles ("klines") of the pairs with USDT, which are taken as US dollars.</summary>
/// <remarks>
/// A page is the oldest 1,000 candles of a range, wherever in it the pair was listed: an empty page means that something is wrong.
/// </remarks>
internal sealed class BinanceHistory(SourceHttpClient http, BinanceOptions options, SeedCatalog seed) : IHistorySource
{
    private const int PageSize = 1000;

    private static readonly DateTimeOffset FirstTrade = new(2017, 7, 14, 0, 0, 0, TimeSpan.Zero);

    public string Name => SourceNames.Binance;

    public IReadOnlyList<CandleInterval> Intervals => CandleIntervals.All;

    public TimeSpan UntilSpare => http.UntilSpare;

    public void RestoreMonth(int requests) => http.Budget.RestoreMonth(requests);

    public DateTimeOffset EarliestAt(CandleInterval interval, DateTimeOffset now) => FirstTrade;

    /// <summary>Binance knows trading pairs and not assets: which pair is meant is said by a table, never guessed from letters.</summary>
    public string? FindId(string slug, IReadOnlyList<AssetSourceId> sourceIds) =>
        options.Symbols.GetValueOrDefault(slug) is { Length: > 0 } symbol ? symbol : seed.Find(slug)?.Binance;

    public async Task<HistoryPage> FetchAsync(HistoryRange range, CancellationToken cancellationToken)
    {
        var poll = http.StartPoll();
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"api/v3/klines?symbol={Uri.EscapeDataString(range.SourceId)}&interval={range.Interval.Name()}&startTime={range.From.ToUnixTimeMilliseconds()}&endTime={range.To.ToUnixTimeMilliseconds() - 1}&limit={PageSize}");
        var rows = await poll.GetRowsAsync(path, SourceJsonContext.Default.BinanceKline, cancellationToken);
        if (rows.Count == 0)
        {
            throw poll.Empty();
        }

        var last = rows[^1]?.OpenTime;
        return new HistoryPage
        {
            Candles = [.. rows.Select(row => (row ?? new BinanceKline()).ToCandle())],
            Next = rows.Count >= PageSize && last >= range.From ? last.Value + range.Interval.Width() : range.To,
            Requests = poll.Requests,
        };
    }
}

/// <summary>A row of Binance's <c>/api/v3/klines</c>: a list whose places have meanings.</summary>
[JsonConverter(typeof(BinanceKlineConverter))]
internal sealed class BinanceKline
{
    /// <summary>Start of the interval; null if the row has none that can be read.</summary>
    public DateTimeOffset? OpenTime { get; init; }

    public SourceNumber Open { get; init; }

    public SourceNumber High { get; init; }

    public SourceNumber Low { get; init; }

    public SourceNumber Close { get; init; }

    /// <summary>Amount traded, in the quote currency; place 5 has it in units of the asset.</summary>
    public SourceNumber QuoteVolume { get; init; }

    public HistoryCandle ToCandle() => new(OpenTime, Open, High, Low, Close, QuoteVolume);
}

/// <summary>Reads a kline by its places; one of another form has no figures, and costs that row alone.</summary>
internal sealed class BinanceKlineConverter : JsonConverter<BinanceKline>
{
    private const int OpenTime = 0;
    private const int Open = 1;
    private const int High = 2;
    private const int Low = 3;
    private const int Close = 4;
    private const int QuoteVolume = 7;

    public override BinanceKline Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.TrySkip();
            return new BinanceKline();
        }

        DateTimeOffset? openTime = null;
        var figures = new SourceNumber[QuoteVolume + 1];
        for (var place = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; place++)
        {
            if (place == OpenTime)
            {
                openTime = ReadTime(ref reader);
            }
            else if (place <= QuoteVolume)
            {
                figures[place] = ReadNumber(ref reader);
            }
            else
            {
                reader.TrySkip();
            }
        }

        return new BinanceKline
        {
            OpenTime = openTime,
            Open = figures[Open],
            High = figures[High],
            Low = figures[Low],
            Close = figures[Close],
            QuoteVolume = figures[QuoteVolume],
        };
    }

    public override void Write(Utf8JsonWriter writer, BinanceKline value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers of sources are only read.");

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var milliseconds))
        {
            return UnixTime.FromMilliseconds(milliseconds);
        }

        reader.TrySkip();
        return null;
    }

    /// <summary>Binance writes figures as strings.</summary>
    private static SourceNumber ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            return SourceNumber.Parse(reader.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence) : reader.ValueSpan);
        }

        reader.TrySkip();
        return SourceNumber.NotANumber(Encoding.UTF8.GetBytes("?"));
    }
}
