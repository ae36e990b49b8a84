using MarketData.Database;
using Microsoft.Extensions.Configuration;

namespace MarketData.Tests.Database;

public sealed class DatabaseOptionsTests
{
    [Fact]
    public void Validate_Defaults_Succeeds() => Validate(new DatabaseOptions()).ShouldBeEmpty();

    [Theory]
    [InlineData("00:00:00.5")]
    [InlineData("00:00:01.5")]
    [InlineData("00:10:01")]
    public void Validate_CommandTimeoutOutOfRange_SaysTheRange(string timeout) =>
        Validate(new DatabaseOptions { CommandTimeout = TimeSpan.Parse(timeout, null) }).ShouldContain("00:00:01 to 00:10:00");

    [Theory]
    [InlineData("-00:00:01")]
    [InlineData("01:00:01")]
    public void Validate_StartupTimeoutOutOfRange_SaysTheRange(string timeout) =>
        Validate(new DatabaseOptions { StartupTimeout = TimeSpan.Parse(timeout, null) }).ShouldContain("00:00:00 to 01:00:00");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":memory:")]
    public void Validate_PathIsNoFile_SaysWhatToWrite(string path) =>
        Validate(new DatabaseOptions { SqlitePath = path }).ShouldContain("data/marketdata.db");

    [Fact]
    public void Validate_PathIsEmptyOnPostgres_Succeeds() =>
        Validate(new DatabaseOptions { SqlitePath = "" }, "Host=db;Database=marketdata").ShouldBeEmpty();

    [Theory]
    [InlineData("postgres://user:secret@db/marketdata")]
    [InlineData("Host=db;Password=se;cret=x")]
    [InlineData("Host=db;Port=secret")]
    [InlineData("Database=secret")]
    public void Validate_ConnectionStringIsWrong_SaysTheFormAndNoSecret(string connectionString)
    {
        var failures = Validate(new DatabaseOptions(), connectionString);

        failures.ShouldContain("ConnectionStrings:Postgres");
        failures.ShouldContain("Host=");
        failures.ShouldNotContain("secret");
        failures.ShouldNotContain("cret=");
    }

    private static string Validate(DatabaseOptions options, string? postgres = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new KeyValuePair<string, string?>("ConnectionStrings:Postgres", postgres)])
            .Build();
        return string.Join('\n', new DatabaseOptionsValidator(configuration).Validate(null, options).Failures ?? []);
    }
}
