namespace MarketData.IntegrationTests.Servers;

/// <summary>A PostgreSQL server of this machine's programs, in a temporary folder, with nothing that outlives it.</summary>
internal sealed class LocalPostgres : IAsyncDisposable
{
    private const int Attempts = 3;
    private const int RestartAttempts = 100;

    private readonly string _bin;
    private readonly string _folder;
    private readonly string? _user;
    private readonly int _port;
    private readonly string _options;
    private bool _stopped = true;

    private LocalPostgres(string bin, string folder, string? user, int port, string options)
    {
        (_bin, _folder, _user, _port, _options) = (bin, folder, user, port, options);

        // A run that is broken off must not leave its server behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync().AsTask().GetAwaiter().GetResult();
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    private string Data => Path.Combine(_folder, "data");

    public static string? FindFolder() => LocalProgram.FindFolder("initdb", "pg_ctl", "postgres");

    /// <param name="bin">Folder of the server's programs.</param>
    /// <param name="options">Settings beside the usual ones, as the server's command line takes them.</param>
    public static async Task<LocalPostgres> StartAsync(string bin, string options = "")
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
            var server = new LocalPostgres(bin, folder, user, LocalProgram.FreePort(), options);
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

    /// <summary>Kills the server as a crash would (SIGKILL); the processes of its connections end when they notice.</summary>
    public async Task KillAsync()
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        using var process = System.Diagnostics.Process.GetProcessById(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Its connections stay, new ones are taken by the kernel, and nothing is answered.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Starts the server again after <see cref="KillAsync"/>.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < RestartAttempts)
            {
                // It does not start over the shared memory of connections that have not noticed yet.
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Starts it again, with its data, where it was.</summary>
    public async Task RunAsync()
    {
        // Nothing here has to survive a power failure: without fsync the tests take a fraction of the time.
        var options = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections=200 "
            + $"-c fsync=off -c full_page_writes=off -c synchronous_commit=off {_options}";
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

    /// <summary>A signal to the server and to the processes of its connections.</summary>
    private async Task SignalAsync(string signal)
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        var children = await File.ReadAllTextAsync($"/proc/{pid}/task/{pid}/children");
        await LocalProgram.RunAsync("kill", [signal, pid, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);
    }

    private static string UnprivilegedUser()
    {
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return users.Contains("postgres") ? "postgres" : "nobody";
    }
}
