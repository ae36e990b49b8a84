namespace MarketData.Ranking.Named;

/// <summary>Holds the board that rankings are answered from. Reading takes no lock.</summary>
internal sealed class RankingBoardHolder
{
    private volatile RankingBoard? _current;

    /// <summary>The board of the newest snapshot that has one; null until the first is computed.</summary>
    public RankingBoard? Current => _current;

    public void Publish(RankingBoard board) => _current = board;
}
