using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Doctor;

/// <summary>
/// The command <c>doctor</c>: looks at everything that the service of these settings rests on and says what to do about what is wrong. It
/// runs on the services as they would be started, so that it sees what they will see, and starts none of them.
/// </summary>
internal static class DoctorCommand
{
    /// <summary>First argument of the command line that asks for it.</summary>
    public const string Name = "doctor";

    /// <summary>Longest time of one check.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>What the doctor looks at, in this order.</summary>
    public static WebApplicationBuilder AddDoctor(this WebApplicationBuilder builder, string[] args)
    {
        if (IsAskedFor(args))
        {
            // The output is the findings alone.
            builder.Logging.ClearProviders();
            var services = builder.Services;
            services.AddSingleton<IDoctorCheck, SettingsCheck>();
            services.AddSingleton<IDoctorCheck, PermissionsCheck>();
            services.AddSingleton<IDoctorCheck, DiskCheck>();
            services.AddSingleton<IDoctorCheck, PortsCheck>();
            services.AddSingleton<IDoctorCheck, DatabaseCheck>();
            services.AddSingleton<IDoctorCheck, RedisCheck>();
            services.AddSingleton<IDoctorCheck, SourcesCheck>();
        }

        return builder;
    }

    /// <summary>
    /// Runs the command if the arguments ask for it, and gives the exit code: 0 nothing failed, 1 something did; null if they do not.
    /// With <c>--json</c> the output is one JSON object.
    /// </summary>
    public static async Task<int?> TryDiagnoseAsync(this WebApplication app, string[] args)
    {
        if (!IsAskedFor(args))
        {
            return null;
        }

        await using (app)
        {
            var findings = new List<Finding>();
            foreach (var check in app.Services.GetServices<IDoctorCheck>())
            {
                findings.AddRange(await ExamineAsync(check));
            }

            var worst = findings.Max(finding => finding.Verdict);
            await Console.Out.WriteLineAsync(args.Contains("--json")
                ? JsonSerializer.Serialize(new DoctorReport(worst, findings), DoctorJsonContext.Default.DoctorReport)
                : string.Join(Environment.NewLine, findings.Select(Describe)));
            return worst == Verdict.Fail ? 1 : 0;
        }
    }

    private static bool IsAskedFor(string[] args) => args is [Name, ..];

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(IDoctorCheck check)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return await check.ExamineAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OptionsValidationException)
        {
            return [new Finding(check.Name, Verdict.Warn, "not looked at, since the settings do not fit", "Put the settings right first.")];
        }
        catch (OperationCanceledException)
        {
            return [new Finding(check.Name, Verdict.Fail, $"no answer within {Limit.TotalSeconds} s", "Look whether it hangs, and at firewalls on the way.")];
        }
        catch (Exception exception)
        {
            return [new Finding(check.Name, Verdict.Fail, $"could not be looked at: {exception.Message}", "Look at what the message names.")];
        }
    }

    private static string Describe(Finding finding)
    {
        var line = $"{finding.Verdict.ToString().ToLowerInvariant(),-4}  {finding.Check,-11}  {finding.Message}";
        return finding.Advice is null ? line : $"{line}{Environment.NewLine}{"",19}{finding.Advice}";
    }
}

/// <summary>All findings.</summary>
/// <param name="Verdict">The worst of them.</param>
/// <param name="Findings">In the order of the checks.</param>
internal sealed record DoctorReport(Verdict Verdict, IReadOnlyList<Finding> Findings);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(VerdictConverter)], WriteIndented = true)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJsonContext : JsonSerializerContext;

/// <summary><c>ok</c>, <c>warn</c>, <c>fail</c>.</summary>
internal sealed class VerdictConverter() : JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseLower);
