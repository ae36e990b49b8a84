using Microsoft.Extensions.Options;

namespace MarketData.CoinGecko;

/// <summary>Where the endpoints in CoinGecko's shapes are found: section <c>CoinGecko</c>.</summary>
public sealed class CoinGeckoOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "CoinGecko";

    /// <summary>
    /// What their paths begin with. Default <c>/api/v3</c>, also where the list is empty; at most 8. The first is the one in the OpenAPI document. Where a path
    /// is one of our own too, as <c>/v1/global</c> is under <c>/v1</c>, ours answers.
    /// </summary>
    public IList<string> Prefixes { get; } = [];

    /// <summary>The prefixes with the default applied.</summary>
    internal IEnumerable<string> PrefixesOrDefault => Prefixes.Count == 0 ? ["/api/v3"] : Prefixes;
}

internal sealed class CoinGeckoOptionsValidator : IValidateOptions<CoinGeckoOptions>
{
    private const int MaxPrefixes = 8;

    public ValidateOptionsResult Validate(string? name, CoinGeckoOptions options)
    {
        var problems = options.Prefixes
            .Where(prefix => prefix.Length < 2 || prefix[0] != '/' || prefix[^1] == '/' || !prefix.All(IsPlain))
            .Select(prefix => $"CoinGecko:Prefixes has '{prefix}'; write it as /api/v3: letters, digits, '-', '.', '_' and '/', beginning with '/' and not ending with it.")
            .ToList();
        if (options.Prefixes.Distinct(StringComparer.OrdinalIgnoreCase).Count() < options.Prefixes.Count)
        {
            problems.Add("CoinGecko:Prefixes has a prefix twice; remove one.");
        }

        if (options.Prefixes.Count > MaxPrefixes)
        {
            problems.Add($"CoinGecko:Prefixes has {options.Prefixes.Count} prefixes; give at most {MaxPrefixes}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '/';
}
