namespace MarketData.IntegrationTests.Servers;

/// <summary>A PostgreSQL server of this machine's programs, in a temporary folder, with nothing that outlives it.</summary>
internal sealed class LocalPostgres : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly string _bin;
    private readonly string _folder;
    private readonly string? _user;
    private readonly int _port;
    private bool _stopped = true;

    private LocalPostgres(string bin, string folder, string? user, int port)
    {
        (_bin, _folder, _user, _port) = (bin, folder, user, port);

        // A run that is broken off must not leave its server behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync().AsTask().GetAwaiter().GetResult();
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    private string Data => Path.Combine(_folder, "data");

    public static string? FindFolder() => LocalProgram.FindFolder("initdb", "pg_ctl", "postgres");

    public static async Task<LocalPostgres> StartAsync(string bin)
    {
        var folder = Directory.CreateTempSubdirectory("marketdata-pg-").FullName;

        // The server refuses to run as root.
        var user = Environment.IsPrivilegedProcess ? UnprivilegedUser() : null;
        if (user is not null)
        {
            await LocalProgram.RunAsync("chown", [user, folder]);
        }

        await LocalProgram.RunAsync(
            Path.Combine(bin, "initdb"),
            ["-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            user);
        for (var attempt = 1; ; attempt++)
        {
            var server = new LocalPostgres(bin, folder, user, LocalProgram.FreePort());
            try
            {
                await server.RunAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Another process took the port in the meantime.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts it again, with its data, where it was.</summary>
    public async Task RunAsync()
    {
        // Nothing here has to survive a power failure: without fsync the tests take a fraction of the time.
        var options = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections=200 "
            + "-c fsync=off -c full_page_writes=off -c synchronous_commit=off";
        var log = Path.Combine(_folder, "log");
        await LocalProgram.RunAsync(
            Path.Combine(_bin, "pg_ctl"), ["-D", Data, "-l", log, "-w", "-o", options, "start"], _user, log);
        _stopped = false;
    }

    /// <summary>Stops it; its clients are cut off.</summary>
    public async ValueTask StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await LocalProgram.RunAsync(Path.Combine(_bin, "pg_ctl"), ["-D", Data, "-w", "-m", "fast", "stop"], _user);
        }
    }

    private static string UnprivilegedUser()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return users.Contains("postgres") ? "postgres" : "nobody";
    }
}
