using MarketData.Benchmarks.Seeding;
using MarketData.Benchmarks.Servers;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Markets;

namespace MarketData.Benchmarks.Ingestion;

/// <summary>What of a poll is committed.</summary>
[Flags]
internal enum PollParts
{
    Quotes = 1,
    Points = 2,
    FineCandles = 4,
    CoarseCandles = 8,
    All = Quotes | Points | FineCandles | CoarseCandles,
}

/// <summary>Commits of a market that moves on. Rows are made while preparing: what is measured is the store alone.</summary>
internal sealed class Polls(BenchmarkDatabase database, int assets)
{
    private DateTimeOffset _at = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private IngestionCommit _next = new() { Run = InventedMarket.Run(default) };

    /// <summary>Time of the next commit.</summary>
    public DateTimeOffset At => _at;

    /// <summary>The next commit is of five minutes in which nothing is stored yet; hours and days that it falls in have begun.</summary>
    public Task BeginSlotAsync(PollParts parts)
    {
        _at = PricePoint.SlotOf(_at) + PricePoint.Grid;
        _next = Make(parts);
        return Task.CompletedTask;
    }

    /// <summary>The next commit is a second later than one that has stored everything. Between them what autovacuum does between polls.</summary>
    public async Task GoOnAsync(PollParts parts)
    {
        _next = Make(PollParts.All);
        await CommitAsync();
        await database.ExecuteAsync("VACUUM quote");
        _at = _at.AddSeconds(1);
        _next = Make(parts);
    }

    /// <summary>The next commit is of quotes that none are stored of.</summary>
    public Task ForgetQuotesAsync()
    {
        _next = Make(PollParts.Quotes);
        return database.ExecuteAsync("TRUNCATE quote");
    }

    public Task CommitAsync() => database.Store.CommitAsync(_next, CancellationToken.None);

    private IngestionCommit Make(PollParts parts) => new()
    {
        Run = InventedMarket.Run(_at),
        Quotes = parts.HasFlag(PollParts.Quotes) ? Rows(asset => InventedMarket.Quote(asset, _at)) : [],
        PricePoints = parts.HasFlag(PollParts.Points) ? Rows(asset => InventedMarket.Point(asset, _at)) : [],
        Candles =
        [
            .. parts.HasFlag(PollParts.FineCandles) ? Rows(asset => InventedMarket.Candle(asset, CandleInterval.FiveMinutes, _at)) : [],
            .. parts.HasFlag(PollParts.CoarseCandles) ? Rows(asset => InventedMarket.Candle(asset, CandleInterval.OneHour, _at)) : [],
            .. parts.HasFlag(PollParts.CoarseCandles) ? Rows(asset => InventedMarket.Candle(asset, CandleInterval.OneDay, _at)) : [],
        ],
    };

    private List<T> Rows<T>(Func<int, T> make) => [.. Enumerable.Range(1, assets).Select(make)];
}
