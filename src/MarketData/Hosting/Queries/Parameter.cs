using System.Globalization;
using System.Text.Json;

namespace MarketData.Hosting.Queries;

/// <summary>Makes query parameters of the usual kinds.</summary>
internal static class Parameter
{
    private const int MaxItemLength = 200;
    private const int LongestTime = 40;

    private static readonly string[] TimeForms =
        ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>A whole number within a range.</summary>
    public static QueryParameter<int> Integer(string name, int min, int max, int byDefault, string description) => new()
    {
        Name = name,
        Description = description,
        Accepts = $"A whole number from {min} to {max}.",
        Default = byDefault,
        Schema = new ParameterSchema("integer") { Minimum = min, Maximum = max, Default = byDefault },
        Reader = (string text, out int value) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max,
    };

    /// <summary>A whole number that is brought into a range; what is no number stands for the default.</summary>
    public static QueryParameter<int> Clamped(string name, int min, int max, int byDefault, string description) => new()
    {
        Name = name,
        Description = description,
        Accepts = $"A whole number; below {min} is {min}, above {max} is {max}.",
        Default = byDefault,
        Schema = new ParameterSchema("integer") { Minimum = min, Maximum = max, Default = byDefault },
        Reader = (string text, out int value) =>
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, min, max) : byDefault;
            return true;
        },
    };

    /// <summary>Whether something is wanted: <c>true</c> or <c>false</c>.</summary>
    public static QueryParameter<bool> Flag(string name, bool byDefault, string description) => Named(
        name, new Dictionary<string, bool> { ["true"] = true, ["false"] = false }, byDefault ? "true" : "false", byDefault, description);

    /// <summary>The same parameter, for which what it does not take stands for its default.</summary>
    public static QueryParameter<T> OrDefault<T>(this QueryParameter<T> parameter) => new()
    {
        Name = parameter.Name,
        Description = parameter.Description,
        Accepts = parameter.Accepts + " Anything else is as if it were not given.",
        Default = parameter.Default,
        Schema = parameter.Schema,
        Reader = (string text, out T value) =>
        {
            if (!parameter.Reader(text, out value))
            {
                value = parameter.Default;
            }

            return true;
        },
    };

    /// <summary>The same parameter, null where it is absent: for where that means something else than the default.</summary>
    public static QueryParameter<T?> OrNull<T>(this QueryParameter<T> parameter)
        where T : struct => new()
        {
            Name = parameter.Name,
            Description = parameter.Description,
            Accepts = parameter.Accepts,
            Default = null,
            Schema = parameter.Schema,
            Reader = (string text, out T? value) =>
            {
                var isRead = parameter.Reader(text, out var given);
                value = given;
                return isRead;
            },
        };

    /// <summary>An exact decimal; null where it is absent.</summary>
    public static QueryParameter<decimal?> Decimal(string name, string description, object? example = null, decimal? min = null, bool required = false) => new()
    {
        Name = name,
        Description = description,
        Accepts = min is null
            ? "A decimal number of at most 28 digits, such as 12.5."
            : $"A decimal number of at most 28 digits, not less than {min.Value.ToString(CultureInfo.InvariantCulture)}.",
        IsRequired = required,
        Default = null,
        Schema = new ParameterSchema("number") { Minimum = min is { } least ? (long)least : null, Example = example },
        Reader = (string text, out decimal? value) =>
        {
            var read = Ingestion.ExactDecimal.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var number) && (min is null || number >= min);
            value = number;
            return read;
        },
    };

    /// <summary>A number for which a double is enough; null where it is absent.</summary>
    public static QueryParameter<double?> Double(string name, string description, double example) => new()
    {
        Name = name,
        Description = description,
        Accepts = "A number, such as -5 or 12.5.",
        Default = null,
        Schema = new ParameterSchema("number") { Example = example },
        Reader = (string text, out double? value) =>
        {
            var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
            value = number;
            return read;
        },
    };

    /// <summary>A time, as ISO 8601 or as seconds since 1970; null where it is absent. Without an offset it is in UTC.</summary>
    public static QueryParameter<DateTimeOffset?> Time(string name, string description, string? example = null) => new()
    {
        Name = name,
        Description = description,
        Accepts = "A time in UTC from 1970 on: ISO 8601 such as 2026-01-31 or 2026-01-31T12:30:00Z, or whole seconds since 1970 such as 1769862600 (0, or 9 digits and more).",
        Default = null,
        Schema = new ParameterSchema("string") { MaxLength = LongestTime, Example = example },
        Reader = (string text, out DateTimeOffset? value) =>
        {
            var read = TryReadTime(text.Trim(), out var time);
            value = time;
            return read;
        },
    };

    /// <summary>A text; null where it is absent.</summary>
    public static QueryParameter<string?> Text(string name, int maxLength, string description, string? example = null, bool required = false) => new()
    {
        Name = name,
        Description = description,
        Accepts = $"1 to {maxLength} characters without control characters.",
        IsRequired = required,
        Default = null,
        Schema = new ParameterSchema("string") { MaxLength = maxLength, Example = example },
        Reader = (string text, out string? value) =>
        {
            value = text.Trim();
            return value.Length > 0 && IsPlain(text, maxLength);
        },
    };

    /// <summary>Values joined by commas, repeats dropped, in the order given; empty where it is absent.</summary>
    public static QueryParameter<IReadOnlyList<string>> List(
        string name, int maxItems, string description, string? example = null, bool required = false) => new()
        {
            Name = name,
            Description = description,
            Accepts = $"1 to {maxItems} values joined by commas.",
            IsRequired = required,
            Default = [],
            Schema = new ParameterSchema("string") { IsList = true, MaxItems = maxItems, Example = example },
            Reader = (string text, out IReadOnlyList<string> value) =>
            {
                var items = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
                value = items;
                return items.Count > 0 && items.Count <= maxItems && items.All(item => IsPlain(item, MaxItemLength));
            },
        };

    /// <summary>Some of a set of words joined by commas; empty where it is absent.</summary>
    public static QueryParameter<IReadOnlyList<string>> Words(string name, IReadOnlyList<string> words, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Accepts = $"Some of {string.Join(", ", words)}, joined by commas.",
        Default = [],
        Schema = new ParameterSchema("string") { IsList = true, MaxItems = words.Count, Values = words, Example = example },
        Reader = (string text, out IReadOnlyList<string> value) =>
        {
            var items = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
            value = items;
            return items.Count > 0 && items.All(words.Contains);
        },
    };

    /// <summary>Those of the words joined by commas that are of a set; the others are ignored.</summary>
    public static QueryParameter<IReadOnlyList<string>> KnownWords(string name, IReadOnlyList<string> words, string description, string example) => new()
    {
        Name = name,
        Description = description,
        Accepts = $"Some of {string.Join(", ", words)}, joined by commas; others are ignored.",
        Default = [],
        Schema = new ParameterSchema("string") { IsList = true, MaxItems = words.Count, Values = words, Example = example },
        Reader = (string text, out IReadOnlyList<string> value) =>
        {
            value = [.. text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries).Where(words.Contains).Distinct()];
            return true;
        },
    };

    /// <summary>One of the members of an enumeration, in snake_case; null where it is absent.</summary>
    public static QueryParameter<TEnum?> Choice<TEnum>(string name, string description)
        where TEnum : struct, Enum
    {
        var members = Members<TEnum>();
        return Named<TEnum?>(name, members.ToDictionary(member => member.Key, member => (TEnum?)member.Value), null, null, description);
    }

    /// <summary>One of a set of words, each standing for a value.</summary>
    public static QueryParameter<T> Named<T>(
        string name, IReadOnlyDictionary<string, T> values, string? defaultWord, T byDefault, string description) => new()
        {
            Name = name,
            Description = description,
            Accepts = $"One of {string.Join(", ", values.Keys)}.",
            Default = byDefault,
            Schema = new ParameterSchema("string") { Values = [.. values.Keys], Default = defaultWord },
            Reader = (string text, out T value) => values.TryGetValue(text.Trim().ToLowerInvariant(), out value!),
        };

    private static Dictionary<string, TEnum> Members<TEnum>()
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().ToDictionary(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));

    private static bool TryReadTime(string text, out DateTimeOffset time)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            // Fewer digits are a mistyped date more likely than a time of the early seventies: 20260131 would be August 1970.
            var isInCalendar = seconds == 0 || (seconds >= 100_000_000 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds());
            time = isInCalendar ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            return isInCalendar;
        }

        return DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
            && time >= DateTimeOffset.UnixEpoch;
    }

    private static bool IsPlain(string text, int maxLength) => text.Length <= maxLength && !text.Any(char.IsControl);
}
