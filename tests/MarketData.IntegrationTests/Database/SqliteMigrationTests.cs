using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

public sealed class SqliteMigrationTests : MigrationContract
{
    private const string Header = """
        -- Generated from a migrated database; see the migrations for why. Do not edit: change a migration, then run the
        -- integration tests with UPDATE_SNAPSHOTS=1.
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("marketdata-sqlite-").FullName;

    protected override string Engine => "Sqlite";

    // The folder does not exist either.
    private string File => Path.Combine(_root, "data", "test.db");

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task MigrateAsync_NewFile_UsesAWriteAheadLogAndGivesPagesBack()
    {
        var store = Open();
        await store.Migrator.MigrateAsync(CancellationToken.None);

        (await store.ScalarAsync("PRAGMA journal_mode")).ShouldBe("wal");
        (await store.ScalarAsync("PRAGMA auto_vacuum")).ShouldBe(2L);
        (await store.ScalarAsync("PRAGMA foreign_keys")).ShouldBe(1L);
        (await store.ScalarAsync("PRAGMA busy_timeout")).ShouldBe(30_000L);
        (await store.ScalarAsync("PRAGMA synchronous")).ShouldBe(2L);
    }

    [Fact]
    public async Task LoadAsync_FileIsMissing_FailsInsteadOfMakingAnEmptyOne()
    {
        await Should.ThrowAsync<System.Data.Common.DbException>(() => Open().Store.LoadAsync(CancellationToken.None));

        System.IO.File.Exists(File).ShouldBeFalse();
    }

    protected override (string Name, string Value) Setting() => ("Database__SqlitePath", File);

    protected override Task<bool> IsUntouchedAsync() => Task.FromResult(!Directory.Exists(Path.GetDirectoryName(File)));

    private protected override TestStore Connect(IReadOnlyList<Migration>? migrations) => TestStore.Sqlite(File, migrations);

    private protected override async Task<string> ReadSchemaAsync(TestStore store)
    {
        var statements = await store.ListAsync(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name");
        return $"{Header}\n\n{string.Join("\n\n", statements.Select(statement => $"{statement};"))}\n";
    }
}
