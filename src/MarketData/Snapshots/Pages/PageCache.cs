using System.Diagnostics.Metrics;
using MarketData.Hosting;
using MarketData.Hosting.Queries;
using MarketData.Ingestion;
using Microsoft.Extensions.Options;

namespace MarketData.Snapshots.Pages;

/// <summary>The pages of the current snapshot. Those of the one before go with it, whole.</summary>
internal sealed class PageCache
{
    private readonly SnapshotHolder _holder;
    private readonly PageCompressor _compressor;
    private readonly PollSchedule _schedule;
    private readonly TimeProvider _time;
    private readonly PagesOptions _options;
    private PageTable? _table;
    private PageHeaders? _headers;
    private long _hits;
    private long _misses;
    private long _notModified;

    public PageCache(
        SnapshotHolder holder, PageCompressor compressor, PollSchedule schedule, TimeProvider time, IOptions<PagesOptions> options, IMeterFactory meters)
    {
        _holder = holder;
        _compressor = compressor;
        _schedule = schedule;
        _time = time;
        _options = options.Value;

        // Read when they are collected: counting costs a request no more than the addition.
        var meter = meters.Create(MarketDataMetrics.MeterName);
        meter.CreateObservableCounter("marketdata.pages.requests", CountRequests, "{request}", "Requests for pages of the snapshot, by result.");
        meter.CreateObservableGauge("marketdata.pages.size", () => Volatile.Read(ref _table)?.Bytes ?? 0, "By", "Memory that the kept pages take.");
    }

    /// <summary>The page of a request as it was written; null if it is not kept.</summary>
    public EncodedPage? Find(HttpRequest request, PageMetadata metadata) => Current()?.Find(PageKey.Of(request, metadata));

    /// <summary>The page of a request as it was understood, which is then found as it was written too; null if it is not kept.</summary>
    public EncodedPage? Find(HttpRequest request, PageMetadata metadata, RequestQuery query)
    {
        if (Current() is not { } table || table.Find(PageKey.Normalised(request, metadata, query)) is not { } page)
        {
            return null;
        }

        table.AddKey(PageKey.Of(request, metadata), page);
        return page;
    }

    /// <summary>
    /// The page of an answer that was just encoded, kept if the request was made before; null for the first time, when the body is not
    /// worth a copy yet.
    /// </summary>
    public EncodedPage? Keep(
        HttpContext context,
        PageMetadata metadata,
        MarketSnapshot snapshot,
        ReadOnlySpan<byte> body,
        string contentType,
        KeyValuePair<string, string>[] headers)
    {
        var key = context.Features.Get<RequestQuery>() is { } query
            ? PageKey.Normalised(context.Request, metadata, query)
            : PageKey.Of(context.Request, metadata);
        if (Current() is not { } table || table.Snapshot != snapshot || !table.WasSeen(key))
        {
            return null;
        }

        var page = table.Keep(key, new EncodedPage(snapshot, body.ToArray(), contentType, headers));
        table.AddKey(PageKey.Of(context.Request, metadata), page);
        return page;
    }

    /// <summary>Has a page compressed behind the request, once.</summary>
    public void Compress(EncodedPage page)
    {
        if (page.TryClaimCompression() && !(Current() is { } table && _compressor.TryAdd(table, page)))
        {
            page.ReleaseCompression();
        }
    }

    /// <summary>What answers of a snapshot say of their age. Made anew each second, and shared.</summary>
    public PageHeaders HeadersOf(MarketSnapshot snapshot)
    {
        var now = _time.GetUtcNow();
        var headers = Volatile.Read(ref _headers);
        if (headers is null || headers.Snapshot != snapshot || headers.Second != now.ToUnixTimeSeconds())
        {
            headers = new PageHeaders(snapshot, now, _schedule.NextAfter(snapshot.BuiltAt, now), _options);
            Volatile.Write(ref _headers, headers);
        }

        return headers;
    }

    public void CountHit() => Interlocked.Increment(ref _hits);

    public void CountMiss() => Interlocked.Increment(ref _misses);

    public void CountNotModified() => Interlocked.Increment(ref _notModified);

    private PageTable? Current()
    {
        if (_holder.Current is not { } snapshot)
        {
            return null;
        }

        var table = Volatile.Read(ref _table);
        if (table is not null && table.Snapshot == snapshot)
        {
            return table;
        }

        var next = new PageTable(snapshot, _options.MaxBytes);
        return Interlocked.CompareExchange(ref _table, next, table) == table ? next : Volatile.Read(ref _table);
    }

    private IEnumerable<Measurement<long>> CountRequests() =>
    [
        new(Interlocked.Read(ref _hits), new KeyValuePair<string, object?>("result", "hit")),
        new(Interlocked.Read(ref _misses), new KeyValuePair<string, object?>("result", "miss")),
        new(Interlocked.Read(ref _notModified), new KeyValuePair<string, object?>("result", "not_modified")),
    ];
}
