using System.Diagnostics;
using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

/// <summary>What migrating must do on either engine. Each test has a place for a database that nothing has touched.</summary>
public abstract class MigrationContract : IAsyncLifetime
{
    private const int Processes = 5;

    private readonly List<TestStore> _stores = [];

    /// <summary>Folder of the engine under <c>Database</c>.</summary>
    protected abstract string Engine { get; }

    public abstract Task InitializeAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task MigrateAsync_EmptyDatabase_AppliesAllOnce()
    {
        var carried = Migration.Load(Engine);

        var first = await Open().Migrator.MigrateAsync(CancellationToken.None);
        var second = await Open().Migrator.MigrateAsync(CancellationToken.None);

        first.Select(migration => migration.Name).ShouldBe(
            ["0001_assets_and_quotes", "0002_history", "0003_ingestion", "0004_candles", "0005_backfill", "0006_metrics_and_extremes", "0007_access",
            "0008_replicas", "0009_grades", "0010_stated_returns"]);
        first.ShouldBe(carried);
        second.ShouldBeEmpty();
        (await Open().CountAsync("schema_migration")).ShouldBe(carried.Count);
    }

    [Fact]
    public async Task MigrateAsync_FiveTasksAtOnce_ApplyEachOnce()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ =>
            Task.Run(() => Open().Migrator.MigrateAsync(CancellationToken.None))));

        applied.SelectMany(list => list).Select(migration => migration.Name).Order()
            .ShouldBe(Migration.Load(Engine).Select(migration => migration.Name));
    }

    [Fact]
    public async Task Migrate_FiveProcessesAtOnce_AllSucceedAndApplyEachOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => RunServiceAsync("migrate")));

        results.ShouldAllBe(result => result.ExitCode == 0, string.Join('\n', results.Select(result => result.Error)));
        results.SelectMany(result => result.Output.Split('\n')).Where(line => line.StartsWith("applied ", StringComparison.Ordinal))
            .Order().ShouldBe(Migration.Load(Engine).Select(migration => $"applied {migration.Name}"));
    }

    [Fact]
    public async Task Migrate_Plan_PrintsWhatWouldRunAndAppliesNothing()
    {
        var plan = await RunServiceAsync("migrate", "--plan");

        plan.ExitCode.ShouldBe(0, plan.Error);
        plan.Output.ShouldStartWith("--", customMessage: "The output is SQL that can be run as it is.");
        foreach (var migration in Migration.Load(Engine))
        {
            plan.Output.ShouldContain(migration.Name);
            plan.Output.ShouldContain(migration.Sql.TrimEnd());
        }

        (await IsUntouchedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Migrate_PlanOfACurrentDatabase_PrintsNothingToApply()
    {
        await Open().Migrator.MigrateAsync(CancellationToken.None);

        var plan = await RunServiceAsync("migrate", "--plan");

        plan.ExitCode.ShouldBe(0, plan.Error);
        plan.Output.ShouldContain("0 migration(s) to apply");
    }

    [Theory]
    [InlineData("--plam")]
    [InlineData("0001_assets_and_quotes")]
    public async Task Migrate_UnknownArgument_SaysHowItIsUsedAndAppliesNothing(string argument)
    {
        var result = await RunServiceAsync("migrate", argument);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("Usage: migrate");
        (await IsUntouchedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task MigrateAsync_AppliedMigrationWasChanged_IsRefusedByName()
    {
        var carried = Migration.Load(Engine);
        await Open().Migrator.MigrateAsync(CancellationToken.None);
        Migration[] changed = [carried[0], Migration.Of(carried[1].Name, carried[1].Sql + "-- edited"), .. carried.Skip(2)];
        var migrator = Open(changed).Migrator;

        var exception = await Should.ThrowAsync<MigrationChangedException>(() => migrator.MigrateAsync(CancellationToken.None));

        exception.Message.ShouldContain("0002_history");
        await Should.ThrowAsync<MigrationChangedException>(() => migrator.PlanAsync(CancellationToken.None));
    }

    [Fact]
    public async Task MigrateAsync_MigrationFails_KeepsThoseBeforeAndNothingOfItself()
    {
        var broken = Migration.Of("0002_broken", "CREATE TABLE half (id integer); INSERT INTO missing_table VALUES (1);");
        var migrator = Open([Migration.Of("0001_whole", "CREATE TABLE whole (id integer)"), broken]).Migrator;

        await Should.ThrowAsync<System.Data.Common.DbException>(() => migrator.MigrateAsync(CancellationToken.None));

        (await migrator.PlanAsync(CancellationToken.None)).ShouldBe([broken]);
        (await Open().CountAsync("whole")).ShouldBe(0);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => Open().CountAsync("half"));
    }

    [Fact]
    public async Task MigrateAsync_DatabaseOfANewerBuild_IsLeftAlone()
    {
        Migration[] newer = [.. Migration.Load(Engine), Migration.Of("9999_newer", "CREATE TABLE newer (id integer)")];
        await Open(newer).Migrator.MigrateAsync(CancellationToken.None);

        (await Open().Migrator.MigrateAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FullSchema_OfAMigratedDatabase_IsTheOneInTheRepository()
    {
        var store = Open();
        await store.Migrator.MigrateAsync(CancellationToken.None);

        var schema = await ReadSchemaAsync(store);

        await RepositoryFile.ShouldMatchAsync($"src/MarketData/Database/{Engine}/FullSchema.sql", schema);
    }

    /// <summary>The environment variable that leads the service to the database, and its value.</summary>
    protected abstract (string Name, string Value) Setting();

    /// <summary>Whether the database is as it was before.</summary>
    protected abstract Task<bool> IsUntouchedAsync();

    private protected abstract TestStore Connect(IReadOnlyList<Migration>? migrations);

    private protected abstract Task<string> ReadSchemaAsync(TestStore store);

    private protected TestStore Open(IReadOnlyList<Migration>? migrations = null)
    {
        var store = Connect(migrations);
        lock (_stores)
        {
            _stores.Add(store);
        }

        return store;
    }

    private async Task<(int ExitCode, string Output, string Error)> RunServiceAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "MarketData.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var (name, value) = Setting();
        start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
