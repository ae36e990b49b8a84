using System.CommandLine;
using System.Data.Common;
using System.Text.RegularExpressions;
using MarketData.Candles;
using MarketData.Database;
using MarketData.Hosting;
using MarketData.Ingestion;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace MarketData.Imports;

/// <summary>The command <c>import candles|prices|metrics</c>: takes history of one asset from a CSV file into the database, and ends.</summary>
internal static partial class ImportCommand
{
    /// <summary>First argument of the command line that asks for it.</summary>
    public const string Name = "import";

    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongArguments = 2;
    private const int SomeRefused = 3;

    private static readonly Dictionary<string, CandleInterval> Intervals = CandleIntervals.All.ToDictionary(interval => interval.Name());

    private static readonly Option<string> Asset = new("--asset") { Description = "Id of the asset that all rows are of, such as bitcoin.", Required = true };
    private static readonly Option<FileInfo> File = new("--file") { Description = "The CSV file, UTF-8, with a header.", Required = true };
    private static readonly Option<string?> Map = new("--map") { Description = "Columns by field where they are not known by their names: time=date,open=first,…" };
    private static readonly Option<string> Interval = new("--interval") { Description = "Width of the candles: 5m, 1h or 1d.", DefaultValueFactory = _ => "1d" };
    private static readonly Option<string> Source = new("--source") { Description = "Name of the source that the records are given.", DefaultValueFactory = _ => SourceNames.Import };
    private static readonly Option<string?> Delimiter = new("--delimiter") { Description = "What stands between fields; found out where absent. tab for a tabulator." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Read and check alone; write nothing." };
    private static readonly Option<FileInfo?> Report = new("--report") { Description = "File to write what is refused to: line, column, value, code, reason." };

    /// <summary>Runs the command and gives the exit code: 0 all taken, 1 failed, 2 wrong arguments, 3 done, but something was refused.</summary>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        var settings = args.Where(argument => Setting().IsMatch(argument)).ToArray();
        var root = new RootCommand("Imports history of one asset from a CSV file. Settings as --Section:Key=value.");
        foreach (var (kind, name, description) in new[]
        {
            (ImportKind.Candles, "candles", "Candles: time, open, high, low, close; volume, market_cap, volume_24h."),
            (ImportKind.Prices, "prices", "Prices at times: time, price; market_cap, volume_24h."),
            (ImportKind.Metrics, "metrics", "Metrics, one a column: time, and any others."),
        })
        {
            var command = new Command(name, description) { Asset, File, Map, Source, Delimiter, DryRun, Report };
            if (kind == ImportKind.Candles)
            {
                command.Add(Interval);
            }

            command.SetAction((parsed, token) => RunAsync(kind, parsed, settings, output, error, token));
            root.Add(command);
        }

        var parsed = root.Parse([.. args.Skip(1).Except(settings)]);
        var exitCode = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken);
        return parsed.Errors.Count > 0 ? WrongArguments : exitCode;
    }

    private static async Task<int> RunAsync(
        ImportKind kind, ParseResult parsed, string[] settings, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (Read(kind, parsed, out var problem) is not { } request)
        {
            await error.WriteLineAsync(problem);
            return WrongArguments;
        }

        var builder = ServiceBuilder.Create(settings);
        builder.AddDatabase();
        builder.AddCandles();
        builder.Services.AddSingleton<ImportRun>();

        // The output is the summary alone, so that it can be kept or piped.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        await using var app = builder.Build();
        try
        {
            return await RunAsync(request, app.Services.GetRequiredService<ImportRun>(), output, error, cancellationToken);
        }
        catch (OptionsValidationException exception)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, exception.Failures));
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cut off. What was written stays; run the same command again to go on.");
        }
        catch (Exception exception) when (exception is ImportException or DatabaseUnavailableException or MigrationChangedException or DbException
            or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
        }

        return Failed;
    }

    private static async Task<int> RunAsync(
        ImportRequest request, ImportRun run, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var report = new RefusalReport(request.Report);
        var counts = default(ImportCounts);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        await console.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(request.File.Name), maxValue: Math.Max(1, request.File.Length));
            counts = await run.RunAsync(request, report.Add, position => bar.Value = position, cancellationToken);
        });
        await report.TellAsync(error);
        await output.WriteLineAsync(
            $"{request.Asset}: {counts.Rows} rows read, {counts.Rows - counts.RefusedRows} good, {counts.RefusedRows} with refusals, "
            + (request.DryRun ? "nothing written (dry run)" : $"{counts.Changed} {(request.Kind == ImportKind.Metrics ? "values" : "candles")} new or changed"));
        return counts.RefusedRows > 0 ? SomeRefused : Done;
    }

    private static ImportRequest? Read(ImportKind kind, ParseResult parsed, out string? problem)
    {
        var file = parsed.GetRequiredValue(File);
        var source = parsed.GetRequiredValue(Source);
        var delimiter = parsed.GetValue(Delimiter);
        var interval = kind == ImportKind.Candles ? parsed.GetRequiredValue(Interval) : "1d";
        var columns = new Dictionary<string, string>();
        foreach (var entry in parsed.GetValue(Map)?.Split(',') ?? [])
        {
            columns[entry.Split('=', 2)[0].Trim()] = entry.Contains('=') ? entry.Split('=', 2)[1].Trim() : "";
        }

        problem = columns.FirstOrDefault(entry => entry.Key.Length == 0 || entry.Value.Length == 0) is { Key: not null } unnamed
            ? $"--map takes field=column,field=column…; '{unnamed.Key}' has no column."
            : !SourceName().IsMatch(source) ? $"--source '{source}' is no name: lower-case letters, digits, '-', '_' and '.', at most 64."
            : !Intervals.ContainsKey(interval) ? $"--interval '{interval}' is none of {string.Join(", ", Intervals.Keys)}."
            : delimiter is not (null or "tab" or { Length: 1 }) ? $"--delimiter '{delimiter}' is not one character, nor tab."
            : !file.Exists ? $"There is no file '{file.FullName}'."
            : null;
        return problem is not null ? null : new ImportRequest(
            kind,
            parsed.GetRequiredValue(Asset),
            file,
            columns,
            Intervals[interval],
            source,
            delimiter switch
            {
                null => null,
                "tab" => '\t',
                _ => delimiter[0],
            },
            parsed.GetValue(DryRun),
            parsed.GetValue(Report));
    }

    /// <summary>A setting of the service, such as <c>--Database:SqlitePath=x.db</c>: options of the command have no colon in their names.</summary>
    [GeneratedRegex(@"^--\w+(:\w+)+=")]
    private static partial Regex Setting();

    [GeneratedRegex("^[a-z0-9][a-z0-9_.-]{0,63}$")]
    private static partial Regex SourceName();
}
