using System.Diagnostics;
using System.Net.Sockets;

namespace MarketData.IntegrationTests.Servers;

/// <summary>nginx with the project's own configuration before one or two instances, from this machine's program.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const string Configuration = "deploy/nginx/marketdata.conf";
    private const string Upstream = "deploy/nginx/upstream.conf";

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-nginx-").FullName;
    private readonly Process _process;

    private NginxServer(Uri[] services)
    {
        var port = LocalProgram.FreePort();
        Address = new Uri($"http://127.0.0.1:{port}");
        var upstream = File.ReadAllText(RepositoryRoot.PathOf(Upstream))
            .Replace("127.0.0.1:5080", services[0].Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:5081", services[^1].Authority, StringComparison.Ordinal);
        var site = upstream + File.ReadAllText(RepositoryRoot.PathOf(Configuration))
            .Replace("/var/cache/nginx/marketdata", Path.Combine(_folder, "pages"), StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
            .Replace("rate=100r/s", "rate=10000r/s", StringComparison.Ordinal);
        var temporary = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_folder}/{name};\n"));

        // Its workers write the cache into a folder that is ours alone.
        var user = Environment.IsPrivilegedProcess ? "user root; " : "";
        File.WriteAllText(
            Path.Combine(_folder, "nginx.conf"),
            $"{user}daemon off; pid {_folder}/pid; error_log {_folder}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{site}\n}}\n");
        _process = LocalProgram.Start(Path.Combine(Folder, "nginx"), ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", Path.Combine(_folder, "error.log")]);
    }

    private static string Folder => LocalProgram.FindFolder("nginx") ?? throw new InvalidOperationException("nginx is not installed (Debian: apt-get install nginx).");

    public Uri Address { get; }

    public static async Task<NginxServer> StartAsync(params Uri[] services)
    {
        var server = new NginxServer(services);
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
