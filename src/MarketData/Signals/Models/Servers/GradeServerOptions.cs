namespace MarketData.Signals.Models.Servers;

/// <summary>A server that gives grades: section <c>Grades:Servers:&lt;name&gt;</c>. The name is the model's in requests and answers.</summary>
public sealed class GradeServerOptions
{
    /// <summary>
    /// What it speaks: <c>Kserve</c> (version 2 of the protocol, as Triton, TorchServe and MLServer do) or <c>TensorflowServing</c> (REST). Default
    /// <c>Kserve</c>.
    /// </summary>
    public GradeModelKind Kind { get; set; } = GradeModelKind.Kserve;

    /// <summary>Address that the protocol's paths are appended to. Required: an absolute <c>http</c> or <c>https</c> address.</summary>
    public string Url { get; set; } = "";

    /// <summary>Name of the model at the server. Default empty: the name of the section.</summary>
    public string RemoteName { get; set; } = "";

    /// <summary>Version of the model at the server; no other version's answers are taken. Default 1; 1 or more.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The built-in model whose inputs it takes, and whose formula stands in for it. Default <c>trader</c>.</summary>
    public string Model { get; set; } = GradeModelCatalog.Default;

    /// <summary>Time for a call; then the formula stands in. Default 2 seconds; 10 milliseconds to 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Most assets of a call. Default 512; 1 to 10,000.</summary>
    public int MaxBatch { get; set; } = 512;

    /// <summary>Time that a call waits for more assets. Default 5 milliseconds; 0 to 1 second.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Assets that may wait; one more waits for room. Default 10,000; 1 to 1,000,000.</summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>Most bytes of an answer. Default 1 MiB; 1 KiB to 64 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Calls that fail in a row until none is made for <see cref="Pause"/>. Default 3; 1 to 100.</summary>
    public int FailuresThatOpen { get; set; } = 3;

    /// <summary>Time for which a server that fails is left alone. Default 30 seconds; 1 second to 1 hour.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Secret that is sent with every call and never logged. Default empty: none.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Header that the secret is sent in. Default <c>Authorization</c>.</summary>
    public string KeyHeader { get; set; } = "Authorization";
}

internal static class GradeServerCheck
{
    private const int MiB = 1024 * 1024;

    /// <summary>What is wrong with the settings of a server, each with what to set; none if they fit.</summary>
    public static IEnumerable<string> ProblemsOf(string name, GradeServerOptions options, GradeModelCatalog formulas)
    {
        var section = $"Grades:Servers:{name}";
        if (name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
        {
            yield return $"{section}: lower-case letters, digits and dashes make the name of a model.";
        }

        if (formulas.Find(name) is not null || formulas.Find($"{name}-{options.Version}") is not null)
        {
            yield return $"{section}: a built-in model has this name; choose another.";
        }

        if (formulas.Find(options.Model) is null)
        {
            yield return $"{section}:Model is '{options.Model}'; set it to one of {string.Join(", ", formulas.All.Select(model => model.Id))}.";
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.UserInfo.Length + url.Query.Length > 0)
        {
            yield return $"{section}:Url is no absolute http or https address without user and query.";
        }
        else if (options.ApiKey.Length > 0 && url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            yield return $"{section}:Url is http, which would show the ApiKey to everyone on the way; set an https address.";
        }

        if (options.ApiKey.Length > 0 && string.IsNullOrWhiteSpace(options.KeyHeader))
        {
            yield return $"{section}:KeyHeader is empty; set the header that takes the ApiKey.";
        }

        if (options.Kind == GradeModelKind.Formula)
        {
            yield return $"{section}:Kind is {options.Kind}; set it to Kserve or TensorflowServing.";
        }

        foreach (var (setting, value, least, most) in (IEnumerable<(string, IComparable, IComparable, IComparable)>)
        [
            (nameof(options.Version), options.Version, 1, int.MaxValue),
            (nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(30)),
            (nameof(options.MaxBatch), options.MaxBatch, 1, 10_000),
            (nameof(options.MaxDelay), options.MaxDelay, TimeSpan.Zero, TimeSpan.FromSeconds(1)),
            (nameof(options.QueueCapacity), options.QueueCapacity, 1, 1_000_000),
            (nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1024, 64 * MiB),
            (nameof(options.FailuresThatOpen), options.FailuresThatOpen, 1, 100),
            (nameof(options.Pause), options.Pause, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        ])
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                yield return $"{section}:{setting} is {value}; set it from {least} to {most}.";
            }
        }
    }
}
