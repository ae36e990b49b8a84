using MarketData.Ranking.Named;

namespace MarketData.Signals.Grades;

/// <summary>The board for requests: those that come before the first one is computed wait for it a little.</summary>
internal sealed class GradeBoards(GradeBoardHolder holder, GradeRefreshWorker refresh, RankingBoards factors, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>The board; null if it is not there in time.</summary>
    public async Task<GradeBoard?> FindAsync(CancellationToken cancellationToken)
    {
        if (holder.Current is null && await factors.FindAsync(cancellationToken) is not null)
        {
            // Not the request's token: what is begun here is for all who come after.
            await Task.WhenAny(refresh.RunOnceAsync(lifetime.ApplicationStopping), Task.Delay(LongestWait, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return holder.Current;
    }
}
