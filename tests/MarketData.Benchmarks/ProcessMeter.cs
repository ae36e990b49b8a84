using System.Globalization;

namespace MarketData.Benchmarks;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessMeter
{
    // USER_HZ, which is 100 on every platform that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of all its threads so far, in the kernel too; in steps of 10 ms.</summary>
    public static TimeSpan Cpu(int processId)
    {
        // After the name, which may hold anything: utime and stime are fields 14 and 15.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(
            (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    /// <summary>Memory it holds now, in bytes.</summary>
    public static long ResidentBytes(int processId) => Status(processId, "VmRSS:");

    /// <summary>The most memory it ever held, in bytes.</summary>
    public static long PeakBytes(int processId) => Status(processId, "VmHWM:");

    private static long Status(int processId, string field) => 1024 * long.Parse(
        File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..^2],
        CultureInfo.InvariantCulture);
}
