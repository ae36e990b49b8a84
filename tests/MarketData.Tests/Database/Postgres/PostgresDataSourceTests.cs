using MarketData.Database;
using MarketData.Database.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace MarketData.Tests.Database.Postgres;

public sealed class PostgresDataSourceTests
{
    [Fact]
    public void Create_PlainConnectionString_HasOurDefaults()
    {
        var settings = Settings("Host=db");

        settings.MaxAutoPrepare.ShouldBe(20);
        settings.AutoPrepareMinUsages.ShouldBe(2);
        settings.Enlist.ShouldBeFalse();
        settings.CommandTimeout.ShouldBe(12);
    }

    [Fact]
    public void Create_OperatorsSettings_Stand()
    {
        var settings = Settings("Host=db;max auto prepare=0;MaxPoolSize=3;Command Timeout=99;Enlist=true;ApplicationName=mine");

        settings.MaxAutoPrepare.ShouldBe(0);
        settings.MaxPoolSize.ShouldBe(3);
        settings.CommandTimeout.ShouldBe(99);
        settings.Enlist.ShouldBeTrue();
        settings.ApplicationName.ShouldBe("mine");
    }

    private static NpgsqlConnectionStringBuilder Settings(string connectionString)
    {
        using var dataSource = PostgresDataSource.Create(
            connectionString, new DatabaseOptions { CommandTimeout = TimeSpan.FromSeconds(12) }, NullLoggerFactory.Instance);
        return new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
    }
}
