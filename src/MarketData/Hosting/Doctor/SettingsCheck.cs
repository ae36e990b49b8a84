using Microsoft.Extensions.Options;

namespace MarketData.Hosting.Doctor;

/// <summary>All validators that the start runs, and files that tell secrets to everyone on the machine.</summary>
internal sealed class SettingsCheck(IStartupValidator validator, IConfiguration configuration, IHostEnvironment environment) : IDoctorCheck
{
    private static readonly string[] Secrets = ["ConnectionStrings:Postgres", "ConnectionStrings:Redis", "Ingestion:Sources:CoinGecko:ApiKey", "Ingestion:Sources:CoinPaprika:ApiKey"];

    public string Name => "settings";

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var failures = Failures().Select(failure => new Finding(Name, Verdict.Fail, failure)).ToList();
        return Task.FromResult<IReadOnlyList<Finding>>(
        [
            .. failures.Count > 0 ? failures : [new Finding(Name, Verdict.Ok, $"fit, in the environment {environment.EnvironmentName}")],
            .. OpenFiles(),
        ]);
    }

    private IEnumerable<string> Failures()
    {
        try
        {
            validator.Validate();
            return [];
        }
        catch (Exception exception) when (StartupExtensions.WrongSettingsOf(exception) is { } failures)
        {
            return failures;
        }
        catch (InvalidOperationException exception)
        {
            // A value that is no number or time: the message names the setting.
            return [exception.Message];
        }
    }

    private IEnumerable<Finding> OpenFiles()
    {
        if (OperatingSystem.IsWindows() || configuration is not IConfigurationRoot root)
        {
            yield break;
        }

        foreach (var file in root.Providers.OfType<FileConfigurationProvider>())
        {
            var secret = Array.Find(Secrets, name => file.TryGet(name, out var value) && !string.IsNullOrWhiteSpace(value));
            if (secret is not null
                && file.Source.FileProvider?.GetFileInfo(file.Source.Path!).PhysicalPath is { } path
                && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0)
            {
                yield return new Finding(Name, Verdict.Warn, $"{path} holds {secret} and can be read by every user of this machine", $"chmod 640 {path}, or move the secret into the environment.");
            }
        }
    }
}
