namespace MarketData.Hosting.Server;

/// <summary>Settings of the HTTP server, section <c>Server</c>. Addresses and protocols are in <c>Kestrel</c>, as the framework documents.</summary>
public sealed class ServerOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Server";

    /// <summary>
    /// Proxies that may say whose request they pass on (<c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c>): addresses or networks such as
    /// <c>10.0.0.0/8</c>. What others say is ignored. Default: none.
    /// </summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>Whether plain HTTP is answered with a redirect to HTTPS, but for health probes. Default no.</summary>
    public bool HttpsRedirection { get; set; }

    /// <summary>Origins whose pages may read answers in a browser, such as <c>https://app.example.org</c>; <c>*</c>: any. Default: none.</summary>
    public IList<string> CorsOrigins { get; set; } = [];

    /// <summary>Connections that are open at once; one more is closed. Default 10,000; 1 to 1,000,000.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Largest body of a request; endpoints may take less. Default 1 MiB; 1 KiB to 256 MiB.</summary>
    public long MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>Longest time in which the headers of a request must arrive. Default 5 seconds; 1 second to 1 minute.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an idle connection is kept. Default 2 minutes; 1 second to 10 minutes.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether requests for kept pages run on the thread that reads the socket: a third less processor time for each. Everything else
    /// goes to the thread pool first. Rests on an internal property of .NET; where that is missing it changes nothing. Default off.
    /// </summary>
    public bool InlineCompletions { get; set; }

    /// <summary>
    /// Longest time that a request may take before it is answered with 504 and its work is cancelled, a query in the database too.
    /// Answers that are streamed may take longer. Default 30 seconds; 1 second to 10 minutes.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the service goes on answering after SIGTERM, no longer ready, so that proxies and load balancers turn away before its port
    /// closes. Set it above the time that they take to notice. Default 5 seconds, in Development none; up to 5 minutes.
    /// </summary>
    public TimeSpan? DrainDelay { get; set; }

    /// <summary>
    /// Longest time that requests under way may take once the port is closed; then they are cut off. Together with
    /// <see cref="DrainDelay"/> less than what the supervisor waits before it kills. Default 20 seconds; 1 second to 10 minutes.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>As the settings have them, unchecked: for what is put together before they are validated.</summary>
    internal static ServerOptions Of(IConfiguration configuration) => configuration.GetSection(Section).Get<ServerOptions>() ?? new ServerOptions();

    internal TimeSpan DrainDelayIn(IHostEnvironment environment) =>
        DrainDelay ?? (environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(5));
}
