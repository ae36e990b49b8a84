namespace MarketData.Hosting.Doctor;

/// <summary>How something is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The service runs, but not as well as it could.</summary>
    Warn,

    /// <summary>The service does not start, or a part of it does not work.</summary>
    Fail,
}

/// <summary>One line of the doctor.</summary>
/// <param name="Check">What was looked at, such as <c>database</c>.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Message">What was found, without secrets.</param>
/// <param name="Advice">What to do; null where there is nothing to be done.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Message, string? Advice = null);

/// <summary>Looks at one thing that the service rests on, and changes nothing.</summary>
internal interface IDoctorCheck
{
    /// <summary>Name of the check, as it stands in its findings.</summary>
    string Name { get; }

    /// <summary>What is there. May throw and may hang: the doctor bounds it.</summary>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken);
}
