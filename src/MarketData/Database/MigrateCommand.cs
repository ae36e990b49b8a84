using System.Data.Common;
using MarketData.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace MarketData.Database;

/// <summary>The command <c>migrate</c>: brings the schema up to date and ends; with <c>--plan</c> it only prints what it would run.</summary>
internal static class MigrateCommand
{
    /// <summary>First argument of the command line that asks for it.</summary>
    public const string Name = "migrate";

    private const string Usage = "Usage: migrate [--plan] [--Section:Key=value …]";

    /// <summary>Runs the command and gives the exit code: 0 done, 1 failed, 2 wrong arguments.</summary>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var rest = args.Skip(1).Where(argument => argument != "--plan").ToArray();
        if (rest.FirstOrDefault(argument => !IsSetting(argument)) is { } unknown)
        {
            await error.WriteLineAsync($"Unknown argument '{unknown}'. {Usage}");
            return 2;
        }

        var builder = ServiceBuilder.Create(rest);
        builder.AddDatabase();

        // The output is the plan alone, so that it can be kept or piped.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        await using var app = builder.Build();
        try
        {
            if (args.Contains("--plan"))
            {
                await PlanAsync(app.Services, output, cancellationToken);
            }
            else
            {
                await ApplyAsync(app.Services, output, cancellationToken);
            }

            return 0;
        }
        catch (OptionsValidationException exception)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, exception.Failures));
            return 1;
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or MigrationChangedException or DbException or IOException
            or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('=');

    private static async Task PlanAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        var target = services.GetRequiredService<IDatabaseMigrator>().Target;
        var pending = await services.GetRequiredService<DatabaseInitializer>().PlanAsync(cancellationToken);
        await output.WriteLineAsync($"-- {target}: {pending.Count} migration(s) to apply");
        foreach (var migration in pending)
        {
            await output.WriteLineAsync($"{Environment.NewLine}-- {migration.Name} (sha256 {migration.Checksum})");
            await output.WriteLineAsync(migration.Sql.TrimEnd());
        }
    }

    private static async Task ApplyAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        var target = services.GetRequiredService<IDatabaseMigrator>().Target;
        var applied = await services.GetRequiredService<DatabaseInitializer>().MigrateAsync(cancellationToken);
        foreach (var migration in applied)
        {
            await output.WriteLineAsync($"applied {migration.Name}");
        }

        await output.WriteLineAsync($"{target}: {applied.Count} migration(s) applied, the schema is current");
    }
}
