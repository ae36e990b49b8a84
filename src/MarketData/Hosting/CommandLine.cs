using MarketData.Access.Keys;
using MarketData.Database;
using MarketData.Imports;

namespace MarketData.Hosting;

/// <summary>What the program does instead of serving when its first argument names it.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command that the arguments name and gives its exit code; null if they name none.</summary>
    public static async Task<int?> TryRunAsync(string[] args) => args switch
    {
        [MigrateCommand.Name, ..] => await MigrateCommand.RunAsync(args, Console.Out, Console.Error),
        [KeysCommand.Name, ..] => await KeysCommand.RunAsync(args, Console.Out, Console.Error),
        [ImportCommand.Name, ..] => await ImportCommand.RunAsync(args, Console.Out, Console.Error),
        [HealthCheckCommand.Name, ..] => await HealthCheckCommand.RunAsync(args, Console.Out),
        _ => null,
    };
}
