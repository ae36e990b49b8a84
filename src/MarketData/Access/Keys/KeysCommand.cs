using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using MarketData.Access.Limits;
using MarketData.Database;
using MarketData.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace MarketData.Access.Keys;

/// <summary>The command <c>keys</c>: makes, lists, replaces and revokes API keys in the database of the settings, and ends.</summary>
internal sealed class KeysCommand(string[] settings, TextWriter output, TextWriter error)
{
    /// <summary>First argument of the command line that asks for it.</summary>
    public const string Name = "keys";

    private static readonly Argument<string> Id = new("id") { Description = "Id of the key: the eight characters after mdk_." };

    private static readonly Option<string> Owner = new("--name") { Description = "Whose key it is.", Required = true };

    private static readonly Option<string> Scopes = new("--scopes")
    {
        Description = $"What it may do, joined by commas: {string.Join(", ", AccessScopesText.Words)}.",
        DefaultValueFactory = _ => "read,stream,rank",
    };

    private static readonly Option<string> PlanName = new("--plan") { Description = "Its plan.", DefaultValueFactory = _ => AccessOptions.StandardPlan };

    private static readonly Option<int?> ExpiresInDays = new("--expires-in-days") { Description = "Days for which it is taken; without it for ever." };

    private static readonly Option<int> OverlapHours = new("--overlap-hours")
    {
        Description = "Hours for which the old key goes on.",
        DefaultValueFactory = _ => 24,
    };

    /// <summary>Runs the command and gives the exit code: 0 done, 1 failed or wrong arguments.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var settings = args.Where(IsSetting).ToArray();
        var command = new KeysCommand(settings, output, error).Build();
        var invocation = new InvocationConfiguration { Output = output, Error = error };
        return command.Parse(args.Except(settings).ToArray()).InvokeAsync(invocation, cancellationToken);
    }

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal);

    private RootCommand Build()
    {
        var create = new Command("create", "Makes a key and prints it: it is shown this once.") { Owner, Scopes, PlanName, ExpiresInDays };
        create.SetAction((arguments, cancellationToken) => WithServicesAsync(services => CreateAsync(services, arguments, cancellationToken)));
        var list = new Command("list", "Lists the keys, without their secrets.");
        list.SetAction((_, cancellationToken) => WithServicesAsync(services => ListAsync(services, cancellationToken)));
        var revoke = new Command("revoke", "Ends a key for good, within five seconds on every replica.") { Id };
        revoke.SetAction((arguments, cancellationToken) => WithServicesAsync(services => RevokeAsync(services, arguments.GetValue(Id)!, cancellationToken)));
        var rotate = new Command("rotate", "Makes a key in the place of another, which goes on for a while.") { Id, OverlapHours };
        rotate.SetAction((arguments, cancellationToken) => WithServicesAsync(services => RotateAsync(services, arguments, cancellationToken)));
        return new RootCommand("API keys. Settings such as --Database:SqlitePath=… are taken too.")
        {
            new Command(Name, "API keys.") { create, list, revoke, rotate },
        };
    }

    private async Task<int> CreateAsync(IServiceProvider services, ParseResult arguments, CancellationToken cancellationToken)
    {
        var keys = services.GetRequiredService<KeyAdministration>();
        var words = arguments.GetValue(Scopes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.FirstOrDefault(word => AccessScopesText.Find(word) == AccessScopes.None) is { } unknown)
        {
            return await FailAsync($"'{unknown}' is no scope: some of {string.Join(", ", AccessScopesText.Words)}.");
        }

        var (owner, plan, scopes) = (arguments.GetValue(Owner)!, arguments.GetValue(PlanName)!, AccessScopesText.Parse(words));
        TimeSpan? life = arguments.GetValue(ExpiresInDays) is { } days ? TimeSpan.FromDays(days) : null;
        if (keys.ProblemOf(owner, scopes, plan, life) is { } problem)
        {
            return await FailAsync(problem);
        }

        var (text, _) = await keys.CreateAsync(Actor.CommandLine, owner, scopes, plan, life, cancellationToken);
        await output.WriteLineAsync(text);
        return 0;
    }

    private async Task<int> ListAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        const int PageSize = 500;
        var store = services.GetRequiredService<AccessStore>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var used = await store.ReadUsageAsync(MonthlyUsage.NameOf(now), cancellationToken);
        await output.WriteLineAsync($"{"id",-8}  {"state",-7}  {"plan",-12}  {"this month",10}  {"expires",-10}  {"scopes",-22}  name");
        for (var page = await store.ReadPageAsync("", PageSize, cancellationToken);
             page.Count > 0;
             page = await store.ReadPageAsync(page[^1].Id, PageSize, cancellationToken))
        {
            foreach (var key in page)
            {
                var expires = key.ExpiresAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
                var state = key.StateAt(now).ToString().ToLowerInvariant();
                await output.WriteLineAsync(
                    $"{key.Id,-8}  {state,-7}  {key.Plan,-12}  {used.GetValueOrDefault(key.Id),10}  {expires,-10}  {string.Join(',', AccessScopesText.ToWords(key.Scopes)),-22}  {key.Name}");
            }
        }

        return 0;
    }

    private async Task<int> RevokeAsync(IServiceProvider services, string id, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<KeyAdministration>().RevokeAsync(Actor.CommandLine, id, cancellationToken) is null)
        {
            return await FailAsync($"There is no key '{id}'.");
        }

        await output.WriteLineAsync($"revoked {id}");
        return 0;
    }

    private async Task<int> RotateAsync(IServiceProvider services, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (id, hours) = (arguments.GetValue(Id)!, arguments.GetValue(OverlapHours));
        if (hours is < 0 or > 8_760)
        {
            return await FailAsync("--overlap-hours: 0 to 8760.");
        }

        var keys = services.GetRequiredService<KeyAdministration>();
        if (await keys.RotateAsync(Actor.CommandLine, id, TimeSpan.FromHours(hours), cancellationToken) is not var (text, _))
        {
            return await FailAsync($"There is no key '{id}' that is taken and was not replaced.");
        }

        await output.WriteLineAsync(text);
        return 0;
    }

    private async Task<int> FailAsync(string reason)
    {
        await error.WriteLineAsync(reason);
        return 1;
    }

    /// <summary>Runs work over the schema as this build needs it.</summary>
    private async Task<int> WithServicesAsync(Func<IServiceProvider, Task<int>> work)
    {
        var builder = ServiceBuilder.Create(settings);
        builder.AddDatabase();
        builder.AddKeyAdministration();

        // The output is the key alone, so that it can be kept or piped.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        await using var app = builder.Build();
        try
        {
            await app.Services.GetRequiredService<DatabaseInitializer>().MigrateAsync(app.Lifetime.ApplicationStopping);
            return await work(app.Services);
        }
        catch (OptionsValidationException exception)
        {
            return await FailAsync(string.Join(Environment.NewLine, exception.Failures));
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or MigrationChangedException or DbException or IOException
            or UnauthorizedAccessException)
        {
            return await FailAsync(exception.Message);
        }
    }
}
