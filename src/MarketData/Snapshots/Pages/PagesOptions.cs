using Microsoft.Extensions.Options;

namespace MarketData.Snapshots.Pages;

/// <summary>Answers kept as pages, and what caches are told of them: section <c>Pages</c>.</summary>
public sealed class PagesOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Pages";

    /// <summary>Bytes that pages may take, compressed forms and keys included. Default 64 MiB; 1 MiB to 16 GiB.</summary>
    public long MaxBytes { get; set; } = 64L << 20;

    /// <summary>
    /// How long a cache may give an old answer while it fetches a new one (<c>stale-while-revalidate</c>). Default 30 seconds; 0 to one day.
    /// </summary>
    public TimeSpan StaleWhileRevalidate { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a cache may give an old answer when this service fails (<c>stale-if-error</c>). Such an answer cannot say that its
    /// figures have become stale, so keep it below <c>Markets:StaleAfter</c>. Default 5 minutes; 0 to one day.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromMinutes(5);
}

internal sealed class PagesOptionsValidator : IValidateOptions<PagesOptions>
{
    private const long LeastBytes = 1L << 20;
    private const long MostBytes = 16L << 30;

    public ValidateOptionsResult Validate(string? name, PagesOptions options)
    {
        var problems = new List<string>();
        if (options.MaxBytes is < LeastBytes or > MostBytes)
        {
            problems.Add($"Pages:MaxBytes is {options.MaxBytes}; set it between {LeastBytes} and {MostBytes}.");
        }

        Check(nameof(options.StaleWhileRevalidate), options.StaleWhileRevalidate);
        Check(nameof(options.StaleIfError), options.StaleIfError);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(string setting, TimeSpan value)
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                problems.Add($"Pages:{setting} is {value}; set it between 00:00:00 and 1.00:00:00.");
            }
        }
    }
}
