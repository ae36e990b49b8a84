using System.Net;

namespace MarketData.Hosting.Server;

/// <summary>Where the server of these settings listens, or would.</summary>
internal static class ServerAddresses
{
    private const string FrameworksOwn = "http://localhost:5000";

    private static readonly char[] Separators = [';'];

    /// <summary>The addresses as the framework finds them: endpoints of Kestrel, else URLs, else ports, else its own.</summary>
    /// <exception cref="FormatException">One of them is none.</exception>
    public static IReadOnlyList<BindingAddress> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        var texts = endpoints.Count > 0 ? endpoints : Split(configuration["URLS"]).ToList();
        if (texts.Count == 0)
        {
            texts = [.. Split(configuration["HTTP_PORTS"]).Select(port => $"http://*:{port}"), .. Split(configuration["HTTPS_PORTS"]).Select(port => $"https://*:{port}")];
        }

        return [.. (texts.Count > 0 ? texts : [FrameworksOwn]).Select(BindingAddress.Parse)];
    }

    /// <summary>How this machine reaches an address, such as <c>http://127.0.0.1:8080</c> where it listens on every one.</summary>
    public static Uri FromHere(BindingAddress address) => new UriBuilder(address.Scheme, HostFromHere(address.Host), address.Port).Uri;

    private static string HostFromHere(string host)
    {
        if (host is "*" or "+")
        {
            return IPAddress.Loopback.ToString();
        }

        return !IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? host
            : ip.Equals(IPAddress.Any) ? IPAddress.Loopback.ToString()
            : ip.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback.ToString()
            : host;
    }

    private static string[] Split(string? text) =>
        (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
