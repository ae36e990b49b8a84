using System.Text.RegularExpressions;

namespace MarketData.Tests.Deploy;

/// <summary>Tables that say which test holds a promise: whether that test is there.</summary>
public sealed partial class DocumentedTestsTests
{
    [Theory]
    [InlineData("docs/reliability.md")]
    [InlineData("docs/security.md")]
    public void TestsThatAreNamed_Exist(string document)
    {
        var sources = Directory.EnumerateFiles(DeployFilesTests.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(path => Path.GetFileName(path).Split('.')[0], File.ReadAllText);
        var names = Name().Matches(File.ReadAllText(DeployFilesTests.PathOf(document))).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();

        names.Count.ShouldBeGreaterThan(20);
        names.Where(name => !sources[name.Class].Any(source => source.Contains($" {name.Method}(", StringComparison.Ordinal) || name.Method.Length == 0))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"`([A-Z][A-Za-z]+(?:Tests|Contract))(?:\.([A-Za-z]+_[A-Za-z0-9_]+))?`")]
    private static partial Regex Name();
}
