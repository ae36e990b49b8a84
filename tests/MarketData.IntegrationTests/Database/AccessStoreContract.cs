using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Database;

namespace MarketData.IntegrationTests.Database;

/// <summary>What every engine must do with keys, their use and the audit log. Each test has an empty database.</summary>
public abstract class AccessStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly AuditEntry Act = new(Now, "key:admin000", "203.0.113.7", "key.create", "aaaaaaaa", "for a test");

    private TestStore _test = null!;

    private AccessStore Access => _test.Access;

    public async Task InitializeAsync()
    {
        _test = (TestStore)await OpenAsync();
        await _test.Migrator.MigrateAsync(CancellationToken.None);
    }

    public virtual async Task DisposeAsync() => await _test.DisposeAsync();

    /// <summary>A <see cref="TestStore"/> (which is internal) over an empty database.</summary>
    protected abstract Task<object> OpenAsync();

    [Fact]
    public async Task AddAsync_EveryField_ComesBack()
    {
        var key = Key("aaaaaaaa") with { ExpiresAt = Now.AddDays(1), Scopes = AccessScopes.Read | AccessScopes.Admin };

        await Access.AddAsync(key, Act, CancellationToken.None);

        var found = (await Access.FindAsync("aaaaaaaa", CancellationToken.None)).ShouldNotBeNull();
        found.SecretHash.ShouldBe(key.SecretHash);
        (found with { SecretHash = key.SecretHash }).ShouldBe(key with { Version = 1 });
    }

    [Fact]
    public async Task AddAsync_SameIdTwice_ThrowsAndLeavesNoAct()
    {
        await Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None);

        await Should.ThrowAsync<System.Data.Common.DbException>(() => Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None));

        (await _test.CountAsync("audit_entry")).ShouldBe(1);
        (await Access.ReadChangesAsync(0, CancellationToken.None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ReadChangesAsync_AfterAVersion_GivesWhatChangedSince()
    {
        await Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None);
        await Access.AddAsync(Key("bbbbbbbb"), Act, CancellationToken.None);
        var seen = (await Access.ReadChangesAsync(0, CancellationToken.None))[^1].Version;
        (await Access.ReadChangesAsync(seen, CancellationToken.None)).ShouldBeEmpty();

        await Access.RevokeAsync("aaaaaaaa", Now, Act, CancellationToken.None);

        var changed = (await Access.ReadChangesAsync(seen, CancellationToken.None)).ShouldHaveSingleItem();
        (changed.Id, changed.RevokedAt).ShouldBe(("aaaaaaaa", Now));
    }

    [Fact]
    public async Task AddAsync_FromManyAtOnce_NoChangeIsMissedByAReader()
    {
        var seen = new List<string>();
        var version = 0L;
        var adding = Task.WhenAll(Enumerable.Range(0, 40).Select(i => Access.AddAsync(Key($"key{i:00000}"), Act, CancellationToken.None)));
        while (!adding.IsCompleted || seen.Count < 40)
        {
            foreach (var key in await Access.ReadChangesAsync(version, CancellationToken.None))
            {
                seen.Add(key.Id);
                version = key.Version;
            }

            if (adding.IsCompleted && (await Access.ReadChangesAsync(version, CancellationToken.None)).Count == 0)
            {
                break;
            }
        }

        await adding;
        seen.Distinct().Count().ShouldBe(40);
        version.ShouldBe(40);
    }

    [Fact]
    public async Task RevokeAsync_TwiceOrUnknown_ChangesNothingMore()
    {
        await Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None);

        (await Access.RevokeAsync("aaaaaaaa", Now, Act, CancellationToken.None)).ShouldBeTrue();
        (await Access.RevokeAsync("aaaaaaaa", Now.AddDays(1), Act, CancellationToken.None)).ShouldBeFalse();
        (await Access.RevokeAsync("unknown0", Now, Act, CancellationToken.None)).ShouldBeFalse();

        (await Access.FindAsync("aaaaaaaa", CancellationToken.None))!.RevokedAt.ShouldBe(Now);
        (await _test.CountAsync("audit_entry")).ShouldBe(2);
    }

    [Fact]
    public async Task ReplaceAsync_Key_EndsItAndAddsTheOther()
    {
        await Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None);

        (await Access.ReplaceAsync("aaaaaaaa", Now.AddHours(1), Key("bbbbbbbb"), Act, CancellationToken.None)).ShouldBeTrue();

        var old = (await Access.FindAsync("aaaaaaaa", CancellationToken.None))!;
        (old.ExpiresAt, old.ReplacedBy).ShouldBe((Now.AddHours(1), "bbbbbbbb"));
        (await Access.FindAsync("bbbbbbbb", CancellationToken.None))!.ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task ReplaceAsync_ReplacedOrRevoked_AddsNothing()
    {
        await Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None);
        await Access.ReplaceAsync("aaaaaaaa", Now, Key("bbbbbbbb"), Act, CancellationToken.None);
        await Access.RevokeAsync("bbbbbbbb", Now, Act, CancellationToken.None);

        (await Access.ReplaceAsync("aaaaaaaa", Now, Key("cccccccc"), Act, CancellationToken.None)).ShouldBeFalse();
        (await Access.ReplaceAsync("bbbbbbbb", Now, Key("dddddddd"), Act, CancellationToken.None)).ShouldBeFalse();

        (await _test.CountAsync("api_key")).ShouldBe(2);
        (await _test.CountAsync("audit_entry")).ShouldBe(3);
    }

    [Fact]
    public async Task AddUsageAsync_FromReplicasAtOnce_SumsUp()
    {
        await Access.AddAsync(Key("aaaaaaaa"), Act, CancellationToken.None);
        await Access.AddAsync(Key("bbbbbbbb"), Act, CancellationToken.None);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Access.AddUsageAsync(
            i % 2 == 0 ? [Use("aaaaaaaa", 1), Use("bbbbbbbb", 2)] : [Use("bbbbbbbb", 2), Use("aaaaaaaa", 1)], CancellationToken.None)));

        (await Access.ReadUsageAsync("2026-11", CancellationToken.None)).ShouldBe(
            new Dictionary<string, long> { ["aaaaaaaa"] = 20, ["bbbbbbbb"] = 40 }, ignoreOrder: true);
        (await Access.AddUsageAsync([Use("bbbbbbbb", 1), Use("aaaaaaaa", 5)], CancellationToken.None)).ShouldBe([41, 25]);
        (await Access.ReadUsageAsync("2026-12", CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ReadPageAsync_Pages_GiveEveryKeyOnce()
    {
        foreach (var id in (string[])["bbbbbbbb", "aaaaaaaa", "Zzzzzzzz", "00000000"])
        {
            await Access.AddAsync(Key(id), Act, CancellationToken.None);
        }

        var first = await Access.ReadPageAsync("", 3, CancellationToken.None);
        var second = await Access.ReadPageAsync(first[^1].Id, 3, CancellationToken.None);

        first.Concat(second).Select(key => key.Id).ShouldBe(["00000000", "Zzzzzzzz", "aaaaaaaa", "bbbbbbbb"]);
    }

    [Fact]
    public async Task ReadAuditAsync_Pages_AreNewestFirst()
    {
        for (var i = 0; i < 5; i++)
        {
            await Access.RecordAsync(Act with { Target = $"{i}", Address = i == 0 ? null : Act.Address }, CancellationToken.None);
        }

        var first = await Access.ReadAuditAsync(long.MaxValue, 3, CancellationToken.None);
        var second = await Access.ReadAuditAsync(first[^1].Id, 3, CancellationToken.None);

        first.Concat(second).Select(act => act.Entry.Target).ShouldBe(["4", "3", "2", "1", "0"]);
        first[0].Entry.ShouldBe(Act with { Target = "4" });
        second[^1].Entry.Address.ShouldBeNull();
    }

    private static ApiKey Key(string id) =>
        new(id, ApiKeyText.Hash(ApiKeyText.Create()), "Desk", AccessScopes.Read, "standard", Now, null, null, null, 0);

    private static KeyUse Use(string key, long requests) => new(key, "2026-11", requests);
}

public sealed class SqliteAccessStoreTests : AccessStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-access-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<object> OpenAsync() => Task.FromResult<object>(TestStore.Sqlite(Path.Combine(_folder, "test.db")));
}

[Collection(Servers.PostgresCollection.Name)]
public sealed class PostgresAccessStoreTests(Servers.PostgresServer server) : AccessStoreContract
{
    protected override async Task<object> OpenAsync() => TestStore.Postgres(await server.CreateDatabaseAsync());
}
