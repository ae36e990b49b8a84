using MarketData.Database;
using MarketData.Ingestion.Gate;

namespace MarketData.Ingestion;

/// <summary>Brings back, after a restart, what the gate refused in the last polls, so that a missing figure goes on saying why.</summary>
internal sealed class StandingRefusals(IMarketStore store, EnabledSources sources)
{
    /// <summary>More than any poll refuses of a sane provider.</summary>
    private const int MostRestored = 20_000;

    public async Task RestoreAsync(MarketBook book, CancellationToken cancellationToken)
    {
        foreach (var source in sources.Names)
        {
            var refused = await store.GetQuarantineAsync(new QuarantineFilter(source, null, null, null, MostRestored), cancellationToken);
            var lastPoll = refused.Count == 0 ? default : refused[0].LastSeenAt;
            if (lastPoll < book.LastReceivedFrom(source))
            {
                // A later poll brought quotes and refused nothing.
                continue;
            }

            foreach (var asset in refused.Where(entry => entry.LastSeenAt == lastPoll && entry.AssetId is not null).GroupBy(entry => entry.AssetId!.Value))
            {
                book.NoteRefusals(asset.Key, source, [.. asset.Select(entry => new Refusal(entry.Rule, entry.Field, entry.Value, entry.Reason))]);
            }
        }
    }
}
