using System.Net;
using MarketData.Hosting.Server;

namespace MarketData.Hosting;

/// <summary>
/// The command <c>healthcheck</c>: asks the service that runs with the same settings on this machine whether it is ready, for supervisors
/// in images that have no other program to ask with.
/// </summary>
internal static class HealthCheckCommand
{
    /// <summary>First argument of the command line that asks for it.</summary>
    public const string Name = "healthcheck";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Runs the command and gives the exit code: 0 ready, 1 not ready or no answer within three seconds.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken = default)
    {
        var configuration = ServiceBuilder.Create(args[1..]).Configuration;
        var address = new Uri(ServerAddresses.FromHere(ServerAddresses.Of(configuration)[0]), "/health/ready");
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };

        // It is our own certificate, for the name under which others come and not for this one.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => address.IsLoopback;
        using var client = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            await output.WriteLineAsync($"{address}: {(int)response.StatusCode}");
            return response.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await output.WriteLineAsync($"{address}: {(exception is TaskCanceledException ? $"no answer within {Timeout.TotalSeconds} s" : exception.Message)}");
            return 1;
        }
    }
}
