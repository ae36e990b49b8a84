using MarketData.Ranking.Named;
using MarketData.Ranking.Queue;
using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;

namespace MarketData.Signals.Grades;

/// <summary>Has the grades of each snapshot computed, on the queue as everything else, as soon as its factors are there; then has them kept.</summary>
internal sealed class GradeRefreshWorker(
    RankingBoardHolder factors,
    GradeBoardHolder boards,
    GradeModelCatalog models,
    GradeServers servers,
    RankQueue queue,
    GradeJournal journal,
    TimeProvider time) : BackgroundService
{
    /// <summary>A look costs nothing while there are no newer factors.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Computes the board of the newest factors if there is none of them yet.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (factors.Current is { Columns: var columns } && boards.Current?.Version != columns.Snapshot.Version)
            {
                var submission = queue.Submit(JobClass.Precomputed, $"grades:{columns.Snapshot.Version}", (context, token) =>
                {
                    boards.Publish(GradeBoard.Compute(columns, models.Formulas, context, token) with { Served = boards.Current?.Served ?? [] });
                    return [];
                });
                if (submission.Ticket is { } ticket)
                {
                    await ticket.Job.Ended.Task;
                }

                // Not on the queue: its workers compute, and this waits for others.
                if (models.Servers.Count > 0 && boards.Current is { } board && board.Columns == columns)
                {
                    boards.Publish(board with { Served = await servers.GradeAsync(board, cancellationToken) });
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await RunOnceAsync(stoppingToken);
            if (boards.Current is { } board)
            {
                await journal.NoteAsync(board, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
