namespace MarketData.Hosting.Transport;

/// <summary>How the HTTP server works: section <c>Server</c>. Addresses, protocols and limits are in <c>Kestrel</c>, as the framework documents.</summary>
public sealed class ServerOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Server";

    /// <summary>
    /// Whether requests for kept pages run on the thread that reads the socket: a third less processor time for each. Everything else
    /// goes to the thread pool first. Rests on an internal property of .NET; where that is missing it changes nothing. Default off.
    /// </summary>
    public bool InlineCompletions { get; set; }
}
