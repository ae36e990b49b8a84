using MarketData.Database;
using MarketData.Database.Sqlite;

namespace MarketData.Hosting.Doctor;

/// <summary>Whether the folder of the SQLite file can be written.</summary>
internal sealed class PermissionsCheck(IServiceProvider services) : IDoctorCheck
{
    public string Name => "permissions";

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([services.GetRequiredService<IDatabase>() is SqliteDatabase sqlite
            ? Examine(sqlite.Path)
            : new Finding(Name, Verdict.Ok, "nothing is written on this machine")]);

    private Finding Examine(string path)
    {
        var folder = DataFolder.NearestTo(path);
        var trial = Path.Combine(folder, $".marketdata-doctor-{Guid.NewGuid():N}");
        try
        {
            using (File.Create(trial, 1, FileOptions.DeleteOnClose))
            {
                return File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)
                    ? new Finding(Name, Verdict.Fail, $"{path} is read-only", "Give the user of the service the right to write it, and its -wal and -shm.")
                    : new Finding(Name, Verdict.Ok, $"{folder} can be written");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Finding(Name, Verdict.Fail, $"{folder} cannot be written: {exception.Message}", "Give it to the user that the service runs as, or set Database:SqlitePath to a folder that is.");
        }
    }
}

/// <summary>The folder of a file that may not be there yet.</summary>
internal static class DataFolder
{
    /// <summary>The folder, or what is there in its place or above it.</summary>
    public static string NearestTo(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }
}
