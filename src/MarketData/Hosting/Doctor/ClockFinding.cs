namespace MarketData.Hosting.Doctor;

/// <summary>Our clock beside another's.</summary>
internal static class ClockFinding
{
    /// <summary>What the other clock may differ by: it is given in whole seconds, and takes a while to come here.</summary>
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(5);

    /// <summary>What tokens are allowed to differ by.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(30);

    public static Finding Of(string who, DateTimeOffset theirs, DateTimeOffset ours)
    {
        var ahead = ours - theirs;
        var message = ahead.Duration() <= Unnoticed
            ? $"agrees with that of {who}"
            : $"is {ahead.Duration():c} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of {who}";
        const string Advice = "Turn on time synchronisation (timedatectl set-ntp true): ages, staleness and tokens rest on the clock.";
        return ahead.Duration() <= Unnoticed ? new Finding("clock", Verdict.Ok, message)
            : new Finding("clock", ahead.Duration() <= Allowed ? Verdict.Warn : Verdict.Fail, message, Advice);
    }
}
