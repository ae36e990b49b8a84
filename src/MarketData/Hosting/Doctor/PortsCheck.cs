using System.Net;
using System.Net.Sockets;
using MarketData.Hosting.Server;

namespace MarketData.Hosting.Doctor;

/// <summary>Whether the addresses of the server are free, or taken by the service itself.</summary>
internal sealed class PortsCheck(IConfiguration configuration) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string Name => "ports";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var address in ServerAddresses.Of(configuration).Where(address => !address.IsUnixPipe && !address.IsNamedPipe && address.Port != 0))
        {
            findings.Add(await ExamineAsync(address, cancellationToken));
        }

        return findings;
    }

    private async Task<Finding> ExamineAsync(BindingAddress address, CancellationToken cancellationToken)
    {
        var uri = ServerAddresses.FromHere(address);
        try
        {
            using var listener = new TcpListener(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Loopback, address.Port);
            listener.Start();
            return new Finding(Name, Verdict.Ok, $"{address.Port} is free");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await IsTheServiceAsync(uri, cancellationToken)
                ? new Finding(Name, Verdict.Ok, $"{address.Port} is taken by the service, which runs")
                : new Finding(Name, Verdict.Fail, $"{address.Port} is taken by another program", $"End it (ss -ltnp 'sport = :{address.Port}' names it), or set ASPNETCORE_URLS to another port.");
        }
        catch (SocketException exception)
        {
            return new Finding(Name, Verdict.Fail, $"{address} cannot be listened on: {exception.Message}", "Set ASPNETCORE_URLS to an address of this machine, with a port above 1023.");
        }
    }

    private static async Task<bool> IsTheServiceAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            return (await client.GetStringAsync(new Uri(address, "/health/live"), cancellationToken)).Contains("\"live\"", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
