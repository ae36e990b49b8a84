using MarketData.Database;
using MarketData.Database.Sqlite;

namespace MarketData.Hosting.Doctor;

/// <summary>Room for the SQLite file.</summary>
internal sealed class DiskCheck(IServiceProvider services) : IDoctorCheck
{
    private const long MiB = 1024 * 1024;
    private const long TooLittle = 256 * MiB;
    private const long Scarce = 2048 * MiB;

    public string Name => "disk";

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        if (services.GetRequiredService<IDatabase>() is not SqliteDatabase sqlite)
        {
            return Task.FromResult<IReadOnlyList<Finding>>([new Finding(Name, Verdict.Ok, "is the database server's")]);
        }

        var folder = DataFolder.NearestTo(sqlite.Path);
        return Task.FromResult<IReadOnlyList<Finding>>([Judge(folder, new DriveInfo(folder).AvailableFreeSpace)]);
    }

    internal Finding Judge(string folder, long free)
    {
        var message = $"{free / MiB} MiB free at {folder}";
        const string Advice = "Make room, or shorten History:Retention; docs/operations.md says how the file grows.";
        return free < TooLittle ? new Finding(Name, Verdict.Fail, message, Advice)
            : free < Scarce ? new Finding(Name, Verdict.Warn, message, Advice)
            : new Finding(Name, Verdict.Ok, message);
    }
}
