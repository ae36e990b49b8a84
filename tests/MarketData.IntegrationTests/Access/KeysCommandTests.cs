using MarketData.Access.Keys;

namespace MarketData.IntegrationTests.Access;

public sealed class KeysCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-keys-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Run_CreateListRotateRevoke_DoesEach()
    {
        var (created, key, _) = await RunAsync("create", "--name", "Desk", "--scopes", "read,admin", "--expires-in-days", "30");
        created.ShouldBe(0);
        ApiKeyText.TryGetId(key.Trim(), out var id).ShouldBeTrue();
        var first = id.ToString();

        var (rotated, replacement, _) = await RunAsync("rotate", first, "--overlap-hours", "1");
        rotated.ShouldBe(0);
        ApiKeyText.TryGetId(replacement.Trim(), out id).ShouldBeTrue();
        var second = id.ToString();
        (await RunAsync("revoke", second)).ShouldBe((0, $"revoked {second}{Environment.NewLine}", ""));

        var (_, list, _) = await RunAsync("list");
        list.ShouldContain($"{first}  active ");
        list.ShouldContain($"{second}  revoked");
        list.ShouldContain("read,admin");
        list.ShouldNotContain(key.Trim()[13..]);
    }

    [Theory]
    [InlineData("is no scope", "create", "--name", "x", "--scopes", "read,root")]
    [InlineData("plan: one of", "create", "--name", "x", "--plan", "gold")]
    [InlineData("expires:", "create", "--name", "x", "--expires-in-days", "0")]
    [InlineData("There is no key 'nokey000'", "revoke", "nokey000")]
    [InlineData("There is no key 'nokey000'", "rotate", "nokey000")]
    [InlineData("--name", "create")]
    public async Task Run_WhatDoesNotFit_FailsWithTheReason(string reason, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        code.ShouldBe(1);
        error.ShouldContain(reason);
        output.ShouldNotContain("mdk_");
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await KeysCommand.RunAsync(["keys", .. arguments, $"--Database:SqlitePath={Path.Combine(_folder, "keys.db")}"], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
