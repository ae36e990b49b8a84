using System.Net;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Server;

internal sealed class ServerOptionsValidator(IConfiguration configuration) : IValidateOptions<ServerOptions>
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var problems = new List<string>();
        foreach (var proxy in options.TrustedProxies.Where(proxy => !TryParseNetwork(proxy, out _)))
        {
            problems.Add($"Server:TrustedProxies has '{proxy}'; write an address such as 10.0.0.7 or a network such as 10.0.0.0/8.");
        }

        foreach (var origin in options.CorsOrigins.Where(origin => origin != "*" && !IsOrigin(origin)))
        {
            problems.Add($"Server:CorsOrigins has '{origin}'; write an origin such as https://app.example.org, without a path, or *.");
        }

        RequireWithin(nameof(options.MaxConnections), options.MaxConnections, 1, 1_000_000);
        RequireWithin(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1024, 256 * 1024 * 1024);
        RequireTime(nameof(options.HeadersTimeout), options.HeadersTimeout, TimeSpan.FromMinutes(1));
        RequireTime(nameof(options.KeepAliveTimeout), options.KeepAliveTimeout, TimeSpan.FromMinutes(10));
        RequireTime(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMinutes(10));
        RequireTime(nameof(options.ShutdownTimeout), options.ShutdownTimeout, TimeSpan.FromMinutes(10));
        if (options.DrainDelay is { } delay && (delay < TimeSpan.Zero || delay > LongestDrain))
        {
            problems.Add($"Server:DrainDelay is {delay}; set it from 00:00:00 to {LongestDrain}.");
        }

        // The framework's switch believes everyone, so that any client could take any address, and with it the limits of another.
        if (configuration.GetValue<bool>("FORWARDEDHEADERS_ENABLED"))
        {
            problems.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts every client's word for its address; remove it and name your proxies in Server:TrustedProxies.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void RequireWithin(string setting, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                problems.Add($"Server:{setting} is {value}; set it from {least} to {most}.");
            }
        }

        void RequireTime(string setting, TimeSpan value, TimeSpan most)
        {
            if (value < TimeSpan.FromSeconds(1) || value > most)
            {
                problems.Add($"Server:{setting} is {value}; set it from 00:00:01 to {most}.");
            }
        }
    }

    /// <summary>A network, or the network of one address.</summary>
    public static bool TryParseNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network))
        {
            return true;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;
}
