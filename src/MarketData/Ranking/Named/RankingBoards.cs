namespace MarketData.Ranking.Named;

/// <summary>The board for requests: those that come before the first one is computed wait for it a little.</summary>
internal sealed class RankingBoards(RankingBoardHolder holder, RankingRefreshWorker refresh, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>The board; null if it is not there in time.</summary>
    public async Task<RankingBoard?> FindAsync(CancellationToken cancellationToken)
    {
        if (holder.Current is null)
        {
            // Not the request's token: what is begun here is for all who come after.
            await Task.WhenAny(refresh.RunOnceAsync(lifetime.ApplicationStopping), Task.Delay(LongestWait, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return holder.Current;
    }
}
