using System.Text;

namespace MarketData.Metrics;

/// <summary>Names of metrics: lower-case letters, digits and underscores, at most <see cref="MaxLength"/> characters.</summary>
public static class MetricName
{
    /// <summary>Value locked in the asset's protocols or chain.</summary>
    public const string Tvl = "tvl";

    /// <summary>Longest name.</summary>
    public const int MaxLength = 64;

    /// <summary>
    /// A provider's name in our form: <c>medianTxValue(USD)</c> becomes <c>median_tx_value_usd</c>. Null if nothing remains, or too much.
    /// </summary>
    public static string? From(string providerName)
    {
        var name = new StringBuilder();
        for (var i = 0; i < providerName.Length; i++)
        {
            var character = providerName[i];
            if (!char.IsAsciiLetterOrDigit(character))
            {
                Separate(name);
                continue;
            }

            if (char.IsAsciiLetterUpper(character) && StartsWord(providerName, i))
            {
                Separate(name);
            }

            name.Append(char.ToLowerInvariant(character));
        }

        var result = name.ToString().Trim('_');
        return result.Length is 0 or > MaxLength ? null : result;
    }

    /// <summary>An upper-case letter starts a word after a lower-case letter or digit, or before a lower-case letter: <c>TxCnt</c>, <c>PriceUSD</c>.</summary>
    private static bool StartsWord(string text, int i) =>
        i > 0 && (char.IsAsciiLetterLower(text[i - 1]) || char.IsAsciiDigit(text[i - 1]) || (i + 1 < text.Length && char.IsAsciiLetterLower(text[i + 1])));

    private static void Separate(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '_')
        {
            name.Append('_');
        }
    }
}
