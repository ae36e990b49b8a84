using Microsoft.Extensions.Options;

namespace MarketData.Ranking;

/// <summary>Rankings and the queue that computes them: section <c>Ranking</c>.</summary>
public sealed class RankingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ranking";

    /// <summary>Custom rankings that may wait. One more is refused with 503. Default 64; 1 to 10,000.</summary>
    public int QueueCapacity { get; set; } = 64;

    /// <summary>Rankings that are computed side by side. Default 1, so that the other cores answer requests; 1 to 64.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>Bytes of results that are kept; the longest unused go first. Default 32 MiB; 4 MiB to 1 GiB.</summary>
    public int CacheBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Time that a request waits for its result in line where it does not say so itself. Default 2 seconds; 0 to 30 seconds.</summary>
    public TimeSpan DefaultWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which a job that has ended is forgotten. Default 5 minutes; 10 seconds to 1 day.</summary>
    public TimeSpan JobsKeptFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that is left at a shutdown for what is queued; then it is cancelled, and those who wait are told. Default 5 seconds; 0 to 1 minute.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Volume of 24 hours in US dollars below which an asset is left out of rankings that little trading would distort (gainers, losers,
    /// momentum, liquidity, FDV overhang, trending). Default 50,000; not negative.
    /// </summary>
    public decimal VolumeFloor { get; set; } = 50_000m;

    /// <summary>Time after which the daily history is read from the database anew, for candles that came later. Default 6 hours; 1 minute to 1 day.</summary>
    public TimeSpan HistoryRefresh { get; set; } = TimeSpan.FromHours(6);
}

internal sealed class RankingOptionsValidator : IValidateOptions<RankingOptions>
{
    private const int MiB = 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, RankingOptions options)
    {
        var problems = new List<string>();
        RequireNumber(options.QueueCapacity, 1, 10_000, nameof(options.QueueCapacity));
        RequireNumber(options.Workers, 1, 64, nameof(options.Workers));
        RequireNumber(options.CacheBytes, 4 * MiB, 1024 * MiB, nameof(options.CacheBytes));
        RequireTime(options.DefaultWait, TimeSpan.Zero, TimeSpan.FromSeconds(30), nameof(options.DefaultWait));
        RequireTime(options.JobsKeptFor, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1), nameof(options.JobsKeptFor));
        RequireTime(options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(options.DrainTimeout));
        RequireTime(options.HistoryRefresh, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), nameof(options.HistoryRefresh));
        if (options.VolumeFloor < 0)
        {
            problems.Add($"Ranking:VolumeFloor is {options.VolumeFloor}; set it to 0 or more US dollars.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void RequireNumber(int value, int least, int most, string setting)
        {
            if (value < least || value > most)
            {
                problems.Add($"Ranking:{setting} is {value}; set it from {least} to {most}.");
            }
        }

        void RequireTime(TimeSpan value, TimeSpan least, TimeSpan most, string setting)
        {
            if (value < least || value > most)
            {
                problems.Add($"Ranking:{setting} is {value}; set it from {least} to {most}.");
            }
        }
    }
}
