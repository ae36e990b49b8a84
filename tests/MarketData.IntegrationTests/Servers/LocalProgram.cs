using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MarketData.IntegrationTests.Servers;

/// <summary>Programs installed on this machine: finds and runs them.</summary>
internal static class LocalProgram
{
    private static readonly string[] CommonFolders = ["/usr/local/bin", "/usr/bin", "/usr/sbin", "/opt/homebrew/bin", "/usr/local/pgsql/bin"];

    /// <summary>The first folder that holds all programs; null if there is none. Newer versions of Debian's PostgreSQL come first.</summary>
    public static string? FindFolder(params string[] programs) =>
        PostgresFolders()
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Concat(CommonFolders)
            .FirstOrDefault(folder => programs.All(program => File.Exists(Path.Combine(folder, program))));

    /// <summary>Runs a program to its end, as another user where PostgreSQL refuses to run as root.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it printed.</exception>
    public static async Task RunAsync(string program, string[] arguments, string? user = null, string? logFile = null)
    {
        using var process = Start(program, arguments, user);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            var log = logFile is not null && File.Exists(logFile) ? await File.ReadAllTextAsync(logFile) : "";
            throw new InvalidOperationException(
                $"{Path.GetFileName(program)} ended with {process.ExitCode}: {await output}{await error}{log}");
        }
    }

    public static Process Start(string program, string[] arguments, string? user = null)
    {
        var start = new ProcessStartInfo
        {
            FileName = user is null ? program : "setpriv",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        string[] prefix = user is null ? [] : [$"--reuid={user}", $"--regid={user}", "--clear-groups", program];
        foreach (var argument in prefix.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static IEnumerable<string> PostgresFolders() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];
}
