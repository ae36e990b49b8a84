using System.Globalization;
using MarketData.Hosting.Queries;

namespace MarketData.CoinGecko;

/// <summary>Query parameters for days and times, in the forms that CoinGecko takes.</summary>
internal static class CoinDates
{
    private static readonly string[] Days = ["yyyy-MM-dd", "dd-MM-yyyy"];

    /// <summary>A day, in today's form or the one before it.</summary>
    public static QueryParameter<DateTimeOffset> Day(string name, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Accepts = "A day as 2026-01-31 or 31-01-2026.",
        IsRequired = true,
        Default = default,
        Schema = new ParameterSchema("string") { MaxLength = 10, Example = example },
        Reader = (string text, out DateTimeOffset value) => DateTimeOffset.TryParseExact(
            text.Trim(), Days, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value)
            && value >= DateTimeOffset.UnixEpoch,
    };

    /// <summary>Days back from now; <see cref="TimeSpan.MaxValue"/> for all that there are.</summary>
    public static QueryParameter<TimeSpan> Back(string name, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Accepts = "A number of days above 0, or max.",
        IsRequired = true,
        Default = default,
        Schema = new ParameterSchema("string") { MaxLength = 20, Example = example },
        Reader = (string text, out TimeSpan value) =>
        {
            const double Longest = 36_500;
            var isMax = string.Equals(text.Trim(), "max", StringComparison.OrdinalIgnoreCase);
            var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days) && days > 0;
            value = isMax || days > Longest ? TimeSpan.MaxValue : TimeSpan.FromDays(days);
            return isMax || isNumber;
        },
    };

    /// <summary>A time that is required.</summary>
    public static QueryParameter<DateTimeOffset?> Time(string name, string description, string example)
    {
        var optional = Parameter.Time(name, description, example);
        return new()
        {
            Name = name,
            Description = description,
            Accepts = optional.Accepts,
            IsRequired = true,
            Default = null,
            Schema = optional.Schema,
            Reader = optional.Reader,
        };
    }
}
