using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MarketData.Access;
using MarketData.Ingestion;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Status;

/// <summary>
/// The page at <c>/</c>: one file without anything from elsewhere. The figures are in it as it is sent, and a script keeps them fresh.
/// Where callers without a key may not read, it tells them only what the health probe does.
/// </summary>
internal sealed class StatusPage
{
    private const string Resource = "MarketData.Hosting.Status.status.html";

    private readonly StatusReader _status;
    private readonly bool _isOpen;
    private readonly string _template;
    private readonly string _policy;

    public StatusPage(StatusReader status, IOptions<AccessOptions> access)
    {
        _status = status;
        _isOpen = access.Value.Anonymous == true;
        using var stream = typeof(StatusPage).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        _template = reader.ReadToEnd().ReplaceLineEndings("\n");
        _policy = "default-src 'none'; connect-src 'self'; img-src data:; "
            + $"style-src {HashOf("style")}; script-src {HashOf("script")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    public async Task WriteAsync(HttpContext context)
    {
        var body = Encoding.UTF8.GetBytes(Render());
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = _policy;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private string Render()
    {
        var status = _status.Read();
        return _template
            .Replace("{{state}}", WordOf(status.State), StringComparison.Ordinal)
            .Replace("{{figures}}", _isOpen ? FiguresOf(status) : "", StringComparison.Ordinal)
            .Replace("{{sources}}", _isOpen ? string.Concat(status.Sources.Select(RowOf)) : "", StringComparison.Ordinal);
    }

    /// <summary>The same figures, in the same order, as the script writes.</summary>
    private static string FiguresOf(StatusResponse status)
    {
        var snapshot = status.Snapshot;
        var figures = new StringBuilder();
        Add("Snapshot", snapshot is null ? "none yet" : $"{Duration(snapshot.AgeSeconds)} old");
        Add("Assets", snapshot is null ? "–" : snapshot.Assets.ToString("N0", CultureInfo.InvariantCulture));
        Add("Size", snapshot is null ? "–" : $"{snapshot.SizeBytes / 1024.0:N0} KiB");
        Add("Database", status.Database.Up ? $"{status.Database.Engine}, {status.Database.LatencyMilliseconds ?? 0:0.#} ms" : $"{status.Database.Engine}, away");
        Add("Redis", !status.Redis.Configured ? "not used" : status.Redis.LeftAlone ? "away" : "there");
        Add("Queue", $"{status.Queue.Custom} of {status.Queue.Capacity}");
        Add("Replica", WordOf(status.Replica.Role));
        Add("Up for", Duration(status.UptimeSeconds));
        Add("Version", status.Version);
        return figures.ToString();

        void Add(string name, string value) => figures.Append(CultureInfo.InvariantCulture, $"<div><dt>{name}</dt><dd>{WebUtility.HtmlEncode(value)}</dd></div>");
    }

    private static string RowOf(SourceResponse source)
    {
        var state = WordOf(source.State);
        var budget = source.Budget.PerMonth is { } limit ? $"{source.Budget.UsedThisMonth:N0} of {limit:N0}" : $"{source.Budget.UsedThisMonth:N0}";
        string[] cells = [source.AgeSeconds is { } age ? Duration(age) : "–", Duration(source.IntervalSeconds), budget, source.LastRun?.ErrorCode ?? ""];
        return $"<tr><th scope=\"row\">{WebUtility.HtmlEncode(source.Name)}</th><td><span class=\"pill {state}\">{state}</span></td>"
            + string.Concat(cells.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")) + "</tr>";
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 120 => $"{seconds:0} s",
        < 7_200 => $"{seconds / 60:0} min",
        < 172_800 => $"{seconds / 3_600:0} h",
        _ => $"{seconds / 86_400:0} days",
    };

    private static string WordOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Allows the one style or script that the file has, and no other.</summary>
    private string HashOf(string element)
    {
        var start = _template.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var end = _template.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_template[start..end])))}'";
    }
}
