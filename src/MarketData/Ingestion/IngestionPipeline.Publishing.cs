using MarketData.Database;
using MarketData.Hosting.Telemetry;
using MarketData.Snapshots;

namespace MarketData.Ingestion;

/// <content>Snapshots of the book. All replicas give one of the same version for the same figures, so that their answers are alike.</content>
internal sealed partial class IngestionPipeline
{
    /// <summary>The epoch to store under, once the database says that it is in force.</summary>
    private async Task<long> ConfirmEpochAsync(CancellationToken cancellationToken)
    {
        if (leadership.Current is { } term && term.Epoch == _epoch && await leadership.ConfirmAsync(term, cancellationToken))
        {
            return term.Epoch;
        }

        throw new SourceException("not_leader", "Another replica leads.");
    }

    /// <summary>Publishes what the database has: as the leader did, if that still holds, else as of now.</summary>
    private async Task PublishLoadedAsync(MarketBook book, SnapshotStamp? published, CancellationToken cancellationToken)
    {
        if (published is not null && holder.Current?.Version == published.Version)
        {
            // The very snapshot that was published: a new leader goes on from there.
            return;
        }

        var isFirstOfLeader = holder.Current is null && _epoch is not null;
        if (published is not null && !isFirstOfLeader)
        {
            var snapshot = snapshots.Build(book, published.BuiltAt, published.Version - 1);
            if (snapshot.NextStaleAt is not { } staleAt || time.GetUtcNow() <= staleAt)
            {
                Publish(snapshot);
                return;
            }
        }

        await PublishAnewAsync(book, cancellationToken, published?.Version ?? 0);
    }

    /// <summary>Publishes the book as of now. The leader stores that it did; without the database it publishes all the same.</summary>
    private async Task PublishAnewAsync(MarketBook book, CancellationToken cancellationToken, long atLeast = 0)
    {
        var snapshot = Build(book, atLeast);
        if (_epoch is not null && snapshot.Rows.Count > 0)
        {
            try
            {
                await store.PublishAsync(new SnapshotStamp(snapshot.Version, snapshot.BuiltAt), _epoch, cancellationToken);
            }
            catch (StaleEpochException exception)
            {
                leadership.Refused(exception);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.StampNotStored(logger, exception);
            }
        }

        Publish(snapshot);
    }

    private MarketSnapshot Build(MarketBook book, long atLeast = 0)
    {
        using var span = Spans.Snapshot();
        return snapshots.Build(book, WholeMillisecond(time.GetUtcNow()), Math.Max(atLeast, holder.Current?.Version ?? 0));
    }

    /// <summary>To the millisecond, which databases hold whole; up, so that what has become stale by now is.</summary>
    private static DateTimeOffset WholeMillisecond(DateTimeOffset now) =>
        new((now.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    private void Publish(MarketSnapshot snapshot)
    {
        if (snapshot.Rows.Count == 0)
        {
            // An empty market would answer "unknown asset" where "not ready" is the truth.
            return;
        }

        holder.Publish(snapshot);
        metrics.SnapshotPublished();
    }
}
