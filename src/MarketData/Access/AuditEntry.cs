namespace MarketData.Access;

/// <summary>An act of an administrator.</summary>
/// <param name="At">When, by our clock.</param>
/// <param name="Actor">Who: <c>key:</c> with its id, <c>token:</c> with its subject, or <c>command line</c>.</param>
/// <param name="Address">Address of the caller; null for the command line.</param>
/// <param name="Act">Stable name of what was done, such as <c>key.create</c>.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Detail">In words; never a secret.</param>
internal sealed record AuditEntry(DateTimeOffset At, string Actor, string? Address, string Act, string Target, string Detail);

/// <summary>An act with its place in the log.</summary>
internal sealed record RecordedAct(long Id, AuditEntry Entry);

/// <summary>Who acts, for the audit log.</summary>
/// <param name="Name">As in <see cref="AuditEntry.Actor"/>.</param>
/// <param name="Address">As in <see cref="AuditEntry.Address"/>.</param>
internal sealed record Actor(string Name, string? Address)
{
    /// <summary>Whoever may run the program on the machine.</summary>
    public static readonly Actor CommandLine = new("command line", null);

    public AuditEntry Did(string act, string target, string detail, DateTimeOffset at) => new(at, Name, Address, act, target, detail);
}
