namespace MarketData.IntegrationTests.Database;

/// <summary>Files of the repository that are made by a test: <c>UPDATE_SNAPSHOTS=1 dotnet test</c> writes them anew.</summary>
internal static class RepositoryFile
{
    public static async Task ShouldMatchAsync(string path, string expected)
    {
        var file = RepositoryRoot.PathOf(path);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        var actual = File.Exists(file) ? (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n") : "";
        actual.ShouldBe(expected, $"{path} is out of date: run the tests with UPDATE_SNAPSHOTS=1 and commit the change.");
    }
}
