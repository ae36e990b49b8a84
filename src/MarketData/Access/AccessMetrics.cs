using System.Diagnostics.Metrics;
using MarketData.Hosting;

namespace MarketData.Access;

/// <summary>Metrics of access and limits. The tag takes the codes of problems, which are few.</summary>
internal sealed class AccessMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _refusals = meters.Create(MarketDataMetrics.MeterName)
        .CreateCounter<long>("marketdata.access.refusals", "{request}", "Requests refused before their endpoint, by the code of the problem; rate_limited are those beyond a minute's limit.");

    /// <summary>A request was refused.</summary>
    public void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("code", code));
}
