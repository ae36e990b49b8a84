using System.Reflection;

namespace MarketData.Hosting;

/// <summary>Which program this is.</summary>
internal static class ServiceVersion
{
    /// <summary>The version of the release, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Tells this process from others of the service: machine and process.</summary>
    public static string Instance { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}
