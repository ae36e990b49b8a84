namespace MarketData.Ranking.Queue;

/// <summary>The tickets that callers may come back with. Not safe for concurrent use: the queue's lock guards it.</summary>
/// <param name="keptFor">Time after which a ticket of a job that has ended is forgotten.</param>
internal sealed class TicketBook(TimeSpan keptFor)
{
    /// <summary>A ticket weighs some hundred bytes; the results are in the cache.</summary>
    private const int MaxTickets = 10_000;

    private readonly Dictionary<string, RankTicket> _byId = [];
    private readonly Queue<(RankTicket Ticket, DateTimeOffset At)> _byAge = [];

    public void Add(RankTicket ticket, DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && (_byAge.Count >= MaxTickets || (oldest.At + keptFor < now && IsOver(oldest.Ticket, now))))
        {
            _byAge.Dequeue();
            _byId.Remove(oldest.Ticket.Id);
        }

        _byId[ticket.Id] = ticket;
        _byAge.Enqueue((ticket, now));
    }

    /// <summary>The ticket with an id; null if there is none, or its time is over.</summary>
    public RankTicket? Find(string id, DateTimeOffset now) => _byId.GetValueOrDefault(id) is { } ticket && !IsOver(ticket, now) ? ticket : null;

    private bool IsOver(RankTicket ticket, DateTimeOffset now) => ticket.Job.EndedAt + keptFor < now;
}
