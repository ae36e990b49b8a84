using MarketData.Database;

namespace MarketData.Tests.Database;

public sealed class MigrationTests
{
    [Fact]
    public void Of_OtherLineEnds_IsTheSameMigration() =>
        Migration.Of("0001_x", "CREATE\r\nTABLE").Checksum.ShouldBe(Migration.Of("0001_x", "CREATE\nTABLE").Checksum);

    [Fact]
    public void Load_BothEngines_CarryTheSameNames() =>
        Migration.Load("Sqlite").Select(migration => migration.Name)
            .ShouldBe(Migration.Load("Postgres").Select(migration => migration.Name));

    [Fact]
    public void Pending_SomeApplied_GivesTheRestInOrder()
    {
        Migration[] carried = [Migration.Of("0001_a", "a"), Migration.Of("0002_b", "b"), Migration.Of("0003_c", "c")];
        var applied = new Dictionary<string, string> { ["0002_b"] = carried[1].Checksum, ["0009_of_a_newer_build"] = "?" };

        Migration.Pending(carried, applied).ShouldBe([carried[0], carried[2]]);
    }
}
