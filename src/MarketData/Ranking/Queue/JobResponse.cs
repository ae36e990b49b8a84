namespace MarketData.Ranking.Queue;

/// <summary>Where a job stands.</summary>
/// <param name="Id">Id of the job. Not to be guessed, so keep it: it is the only way to the job.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Place">Its place among those that wait, 1 is next; null if it does not wait.</param>
/// <param name="Progress">Share that is done, from 0 to 1.</param>
/// <param name="SubmittedAt">When the first of equal requests was taken, by our clock.</param>
/// <param name="StartedAt">When a worker began; null if none has.</param>
/// <param name="EndedAt">When it ended; null if it has not.</param>
/// <param name="Result">Path of the result; null while there is none.</param>
/// <param name="Reason">Why there is no result: <c>broke</c>, <c>given_up</c> or <c>shutting_down</c>; null while there may be one.</param>
public sealed record JobResponse(
    string Id,
    JobState State,
    int? Place,
    double Progress,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Result,
    JobFailure? Reason)
{
    internal static JobResponse From(RankTicket ticket, JobStatus status) => new(
        ticket.Id,
        status.State,
        status.Place,
        status.Progress,
        ticket.Job.SubmittedAt,
        ticket.Job.StartedAt,
        ticket.Job.EndedAt,
        status.State == JobState.Completed ? $"{JobsEndpoints.Path}/{ticket.Id}/result" : null,
        status.Failure);
}
