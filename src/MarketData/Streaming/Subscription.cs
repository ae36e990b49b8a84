using System.Buffers;
using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Streaming;

/// <summary>What one reader follows, and how far it has got. Not safe for concurrent use.</summary>
/// <param name="query">What it follows.</param>
/// <param name="name">Its name among those of a connection; null where it is the only one.</param>
/// <param name="resumeAfter">Version that the reader has from an earlier connection; null if it has nothing.</param>
internal sealed class Subscription(StreamQuery query, string? name, long? resumeAfter)
{
    private bool _isBegun;

    /// <summary>Version that the reader has everything up to; null before its first event.</summary>
    public long? Version { get; private set; }

    /// <summary>
    /// Sends what the reader lacks: the market at first, then the changes, each asset in its newest form. False if its currency has no rate any more.
    /// </summary>
    public async ValueTask<bool> SendAsync(StreamView view, StreamOutput output, StreamMetrics metrics, CancellationToken cancellationToken)
    {
        var snapshot = view.Snapshot;
        if (snapshot.Currencies.Find(query.Currency) is not { } currency)
        {
            return false;
        }

        if (!_isBegun)
        {
            _isBegun = true;
            Version = resumeAfter is { } version && view.ReachesBackTo(version) ? version : null;
            if (Version is null)
            {
                await SendSnapshotAsync(view, currency, resumeAfter is null ? "start" : "position_unknown", output, cancellationToken);
                return true;
            }

            await SendResumedAsync(snapshot, output, cancellationToken);
        }

        if (Version is not { } held || !view.ReachesBackTo(held))
        {
            await SendSnapshotAsync(view, currency, "too_far_behind", output, cancellationToken);
            return true;
        }

        var changes = view.ChangesAfter(held, query);
        if (!changes.IsEmpty)
        {
            metrics.Skipped(changes.Skipped);
            await SendUpdateAsync(view, currency, changes, output, cancellationToken);
        }

        Version = snapshot.Version;
        return true;
    }

    private async ValueTask SendSnapshotAsync(StreamView view, Currency currency, string reason, StreamOutput output, CancellationToken cancellationToken)
    {
        var snapshot = view.Snapshot;
        output.Begin("snapshot", snapshot.Version, name);
        output.Body.Write("\"reason\":\""u8);
        output.Body.Write(System.Text.Encoding.ASCII.GetBytes(reason));
        output.Body.Write("\","u8);
        await WriteRowsAsync(view, view.RowsOf(query), currency, output, cancellationToken);
        WriteStanding(snapshot, output);
        await output.EndAsync(cancellationToken);
        Version = snapshot.Version;
    }

    private ValueTask SendResumedAsync(MarketSnapshot snapshot, StreamOutput output, CancellationToken cancellationToken)
    {
        output.Begin("resumed", null, name);
        output.Body.Write(JsonSerializer.SerializeToUtf8Bytes(new ResumedFrom(Version!.Value), StreamJson.Default.ResumedFrom).AsSpan()[1..^1]);
        WriteStanding(snapshot, output);
        return output.EndAsync(cancellationToken);
    }

    private async ValueTask SendUpdateAsync(
        StreamView view, Currency currency, PendingChanges changes, StreamOutput output, CancellationToken cancellationToken)
    {
        output.Begin("update", view.Snapshot.Version, name);
        await WriteRowsAsync(view, changes.Rows, currency, output, cancellationToken);
        output.Body.Write(",\"left\":"u8);
        output.Body.Write(JsonSerializer.SerializeToUtf8Bytes(changes.Left, ApiJson.TypeInfo<IReadOnlyList<string>>(NumberFormat.Full)));
        output.Body.Write(",\"skipped\":"u8);
        output.Body.Write(JsonSerializer.SerializeToUtf8Bytes(changes.Skipped, StreamJson.Default.Int64));
        await output.EndAsync(cancellationToken);
    }

    private async ValueTask WriteRowsAsync(
        StreamView view, IEnumerable<int> rows, Currency currency, StreamOutput output, CancellationToken cancellationToken)
    {
        output.Body.Write("\"data\":["u8);
        var isFirst = true;
        foreach (var number in rows)
        {
            if (!isFirst)
            {
                output.Body.Write(","u8);
            }

            isFirst = false;
            output.Body.Write(view.Row(number, query, currency));
            await output.SendPieceAsync(cancellationToken);
        }

        output.Body.Write("]"u8);
    }

    /// <summary>What could not be given, and where the figures stand.</summary>
    private void WriteStanding(MarketSnapshot snapshot, StreamOutput output)
    {
        output.Body.Write(",\"missing\":"u8);
        output.Body.Write(JsonSerializer.SerializeToUtf8Bytes(query.MissingIn(snapshot), ApiJson.TypeInfo<IReadOnlyList<MissingItem>>(NumberFormat.Full)));
        output.Body.Write(",\"meta\":"u8);
        output.Body.Write(JsonSerializer.SerializeToUtf8Bytes(AnswerMeta.Of(snapshot, query.Currency), ApiJson.TypeInfo<AnswerMeta>(NumberFormat.Full)));
    }
}
