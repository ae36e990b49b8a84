using System.Diagnostics;
using System.Net.Sockets;

namespace MarketData.IntegrationTests.Servers;

/// <summary>nginx with the project's own configuration before a service, from this machine's program.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const string Configuration = "deploy/nginx/marketdata.conf";

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-nginx-").FullName;
    private readonly Process _process;

    private NginxServer(Uri service)
    {
        var port = LocalProgram.FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var site = File.ReadAllText(RepositoryRoot.PathOf(Configuration))
            .Replace("127.0.0.1:5080", service.Authority, StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal);
        var temporary = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_folder}/{name};\n"));
        File.WriteAllText(
            Path.Combine(_folder, "nginx.conf"),
            $"daemon off; pid {_folder}/pid; error_log {_folder}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{site}\n}}\n");
        _process = LocalProgram.Start(Path.Combine(Folder, "nginx"), ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", Path.Combine(_folder, "error.log")]);
    }

    private static string Folder => LocalProgram.FindFolder("nginx") ?? throw new InvalidOperationException("nginx is not installed (Debian: apt-get install nginx).");

    public Uri Address { get; }

    public static async Task<NginxServer> StartAsync(Uri service)
    {
        var server = new NginxServer(service);
        while (!await server.IsListeningAsync())
        {
            server._process.HasExited.ShouldBeFalse(server._process.HasExited ? await server._process.StandardError.ReadToEndAsync() : "");
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsListeningAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
