using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace MarketData.Hosting.Telemetry;

/// <summary>
/// How instruments become series: which tags count, where the buckets of histograms end, and how many series there are at most. No tag
/// that a caller chooses is kept, so that no caller can make series.
/// </summary>
internal static class MetricViews
{
    /// <summary>Meters that are collected.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        MarketDataMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql",
    ];

    /// <summary>Series of one metric; those of HTTP requests have a limit of their own. What is beyond counts as one series more.</summary>
    public const int MaxSeries = 200;

    /// <summary>Routes × methods × statuses: some 120 operations with a handful of statuses each.</summary>
    public const int MaxRequestSeries = 2_000;

    private const string RequestDuration = "http.server.request.duration";

    private static readonly double[] RequestSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] WorkSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    /// <summary>Names that Prometheus would take for parts of a histogram.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["dotnet.assembly.count"] = "dotnet.assemblies",
        ["dotnet.process.cpu.count"] = "dotnet.process.cpus",
        ["dotnet.thread_pool.thread.count"] = "dotnet.thread_pool.threads",
        ["dotnet.timer.count"] = "dotnet.timers",
        ["db.client.connection.count"] = "db.client.connections",
    };

    /// <summary>Tags that are kept of the framework's instruments; of those that are not here, all.</summary>
    private static readonly Dictionary<string, string[]> Tags = new(StringComparer.Ordinal)
    {
        [RequestDuration] = ["http.request.method", "http.route", "http.response.status_code"],
        ["http.server.active_requests"] = [],
        ["kestrel.active_connections"] = [],
        ["kestrel.connection.duration"] = [],
        ["kestrel.queued_connections"] = [],
        ["kestrel.queued_requests"] = [],
        ["kestrel.rejected_connections"] = [],
        ["kestrel.tls_handshake.duration"] = [],
        ["kestrel.upgraded_connections"] = [],
        ["http.client.active_requests"] = ["server.address"],
        ["http.client.connection.duration"] = ["server.address"],
        ["http.client.open_connections"] = ["server.address", "http.connection.state"],
        ["http.client.request.duration"] = ["server.address", "http.request.method", "http.response.status_code", "error.type"],
        ["http.client.request.time_in_queue"] = ["server.address"],
    };

    /// <summary>The name under which an instrument is collected.</summary>
    public static string NameOf(Instrument instrument) => Names.GetValueOrDefault(instrument.Name, instrument.Name);

    /// <summary>The series of an instrument.</summary>
    public static MetricStreamConfiguration ViewOf(Instrument instrument)
    {
        var limit = instrument.Name == RequestDuration ? MaxRequestSeries : MaxSeries;
        var name = NameOf(instrument);
        var tags = Tags.GetValueOrDefault(instrument.Name);
        if (BucketsOf(instrument) is { } buckets)
        {
            return new ExplicitBucketHistogramConfiguration { Name = name, CardinalityLimit = limit, TagKeys = tags, Boundaries = buckets };
        }

        return new MetricStreamConfiguration { Name = name, CardinalityLimit = limit, TagKeys = tags };
    }

    private static double[]? BucketsOf(Instrument instrument) => instrument switch
    {
        { Name: RequestDuration } => RequestSeconds,
        Histogram<double> { Unit: "s", Advice: null } => WorkSeconds,
        _ => null,
    };
}
