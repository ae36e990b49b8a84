namespace MarketData.Ranking.Queue;

/// <summary>What became of all requests. Those under way are what remains of the accepted.</summary>
internal sealed record JobCounts(long Accepted, long Completed, long Failed, long Cancelled, long Refused);

/// <summary>Where a job stands for the holder of a ticket.</summary>
/// <param name="State">Its state.</param>
/// <param name="Place">Its place among those that wait, 1 is next; null if it does not wait.</param>
/// <param name="Progress">Share that is done, from 0 to 1.</param>
/// <param name="Failure">Why there is no result; null while there may be one.</param>
internal sealed record JobStatus(JobState State, int? Place, double Progress, JobFailure? Failure);
