using Microsoft.Extensions.Options;

namespace MarketData.Caching;

/// <summary>Settings of the cache of answers that are read from the database, section <c>Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Cache";

    /// <summary>Memory that cached answers may take, in bytes. Default 67,108,864 (64 MiB); 1 MiB to 64 GiB.</summary>
    public long MemoryBytes { get; set; } = 64L << 20;

    /// <summary>
    /// How long an answer is kept after it is out of date, to be given, marked stale, while a newer one cannot be had. Default 6 hours;
    /// 0 to 7 days.
    /// </summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long an answer without any entry is kept. Default 5 seconds; 0 to 1 minute.</summary>
    public TimeSpan EmptyFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a request waits for a newer answer before it is given the one that is out of date; the newer one is read on for those
    /// that follow. Default 250 milliseconds; 0 to 10 seconds.
    /// </summary>
    public TimeSpan SoftTimeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest time that an answer may take to be read; then the reading is given up. Default 10 seconds; 100 milliseconds to 5 minutes.</summary>
    public TimeSpan HardTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a request waits for an answer of which nothing is held; then it is 503 with <c>Retry-After</c>, and the answer is read on for
    /// those that follow. Default 5 seconds; 100 milliseconds to 5 minutes.
    /// </summary>
    public TimeSpan ColdTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The same while the database is known not to answer: the last reading failed, or one is overdue and none has ended since it began.
    /// Default 150 milliseconds; 0 to 10 seconds.
    /// </summary>
    public TimeSpan FailingTimeout { get; set; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long an answer that could not be renewed is given as it is before the next attempt. Default 1 second; 0 to 1 minute.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Longest time that a process waits for another one that reads the same answer, over Redis; then it reads for itself. Default 2 seconds;
    /// 100 milliseconds to 1 minute.
    /// </summary>
    public TimeSpan LockFor { get; set; } = TimeSpan.FromSeconds(2);
}

internal sealed class CacheOptionsValidator : IValidateOptions<CacheOptions>
{
    private const long LeastMemory = 1L << 20;
    private const long MostMemory = 64L << 30;

    public ValidateOptionsResult Validate(string? name, CacheOptions options)
    {
        var failures = new List<string>();
        if (options.MemoryBytes is < LeastMemory or > MostMemory)
        {
            failures.Add($"Cache:MemoryBytes is {options.MemoryBytes}; set it from {LeastMemory} to {MostMemory}.");
        }

        RequireWithin(options.StaleFor, nameof(options.StaleFor), TimeSpan.Zero, TimeSpan.FromDays(7));
        RequireWithin(options.EmptyFor, nameof(options.EmptyFor), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        RequireWithin(options.SoftTimeout, nameof(options.SoftTimeout), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        RequireWithin(options.HardTimeout, nameof(options.HardTimeout), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        RequireWithin(options.ColdTimeout, nameof(options.ColdTimeout), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        RequireWithin(options.FailingTimeout, nameof(options.FailingTimeout), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        RequireWithin(options.RetryAfter, nameof(options.RetryAfter), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        RequireWithin(options.LockFor, nameof(options.LockFor), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void RequireWithin(TimeSpan value, string setting, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
            {
                failures.Add($"Cache:{setting} is {value}; set it from {least} to {most}.");
            }
        }
    }
}
