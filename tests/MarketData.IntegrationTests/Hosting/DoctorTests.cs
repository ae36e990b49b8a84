using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MarketData.IntegrationTests.Chaos;
using MarketData.IntegrationTests.Servers;
using MarketData.IntegrationTests.Upstream;
using Npgsql;

namespace MarketData.IntegrationTests.Hosting;

/// <summary>The command <c>doctor</c> as an operator runs it, over what is well and over what is broken in each way.</summary>
[Collection(PostgresCollection.Services)]
public sealed class DoctorTests(PostgresServer postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Doctor_BesideTheRunningService_FindsNothingWrong()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = new ServiceProcess(upstream, Settings());
        service.Start();
        await service.WaitUntilReadyAsync();

        var (code, findings) = await DiagnoseAsync(service);

        code.ShouldBe(0);
        findings.ShouldAllBe(finding => finding.Verdict != "fail");
        findings.ShouldContain(finding => finding.Check == "ports" && finding.Message.Contains("by the service"));
        findings.ShouldContain(finding => finding.Check == "database" && finding.Message.Contains("the schema is current"));
        findings.ShouldContain(finding => finding.Check == "sources" && finding.Message == "coingecko: reached");
        findings.ShouldContain(finding => finding.Check == "clock" && finding.Verdict == "ok");
        foreach (var check in (string[])["settings", "permissions", "disk", "redis"])
        {
            findings.ShouldContain(finding => finding.Check == check);
        }
    }

    [Fact]
    public async Task Doctor_EverythingAway_SaysSoOfEachAndWhatToDo()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = new ServiceProcess(upstream, Settings(
            ("ConnectionStrings__Postgres", $"Host=127.0.0.1;Port={LocalProgram.FreePort()};Username=x;Password=not-told;Database=x"),
            ("ConnectionStrings__Redis", $"127.0.0.1:{LocalProgram.FreePort()},password=not-told"),
            ("Ingestion__Sources__CoinPaprika__Enabled", "true"),
            ("Ingestion__Sources__CoinPaprika__BaseUrl", upstream.BaseUrl),
            ("Ingestion__Sources__DefiLlama__Enabled", "true"),
            ("Ingestion__Sources__DefiLlama__BaseUrl", $"http://127.0.0.1:{LocalProgram.FreePort()}"),
            ("Ingestion__Sources__AlternativeMe__Enabled", "true"),
            ("Ingestion__Sources__AlternativeMe__BaseUrl", upstream.BaseUrl),
            ("Ingestion__Sources__CoinGecko__RequestsPerMonth", "100")));
        upstream.Fault("/api/v3/ping", UpstreamFault.Unauthorized, count: 1);
        upstream.Fault("/v1/tickers", UpstreamFault.Redirect, count: -1);
        upstream.Fault("/fng/", UpstreamFault.Slow, count: -1, seconds: 60);
        upstream.Fault("/api/v3/ping", UpstreamFault.Banned, count: -1);
        using var other = new TcpListener(IPAddress.Loopback, service.Address.Port);
        other.Start();

        var (code, findings) = await DiagnoseAsync(service);

        code.ShouldBe(1);
        Failed(findings, "ports", "by another program");
        Failed(findings, "database", "127.0.0.1");
        Failed(findings, "redis", "does not answer");
        Failed(findings, "sources", "(401)");
        Failed(findings, "sources", "coinpaprika: points elsewhere");
        Failed(findings, "sources", "defillama: 127.0.0.1 cannot be reached (ConnectionError)");
        Failed(findings, "sources", "alternativeme: 127.0.0.1 cannot be reached (no answer");
        findings.ShouldContain(finding => finding.Verdict == "warn" && finding.Message.Contains("418"));
        findings.ShouldContain(finding => finding.Verdict == "warn" && finding.Message.Contains("RequestsPerMonth is 100"));
        findings.ShouldAllBe(finding => !$"{finding}".Contains("not-told"));
    }

    [Fact]
    public async Task Doctor_SettingsThatDoNotFit_NamesEachAndLooksAtTheRest()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = new ServiceProcess(upstream, Settings(
            ("Server__MaxConnections", "0"),
            ("Markets__MaxSpread", "7"),
            ("Database__SqlitePath", Path.Combine(await FileAsync(), "m.db"))));

        var (code, findings) = await DiagnoseAsync(service);

        code.ShouldBe(1);
        Failed(findings, "settings", "Server:MaxConnections is 0", hasAdvice: false);
        Failed(findings, "settings", "Markets:MaxSpread", hasAdvice: false);
        Failed(findings, "permissions", "cannot be written");
        findings.ShouldContain(finding => finding.Check == "sources");
    }

    [Fact]
    public async Task Doctor_DatabaseOfAnotherBuild_SaysSo()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = new ServiceProcess(upstream, Settings(("ConnectionStrings__Postgres", connectionString)));

        var (empty, before) = await DiagnoseAsync(service);
        var (migrated, _) = await service.RunAsync("migrate");
        await using (var database = NpgsqlDataSource.Create(connectionString))
        {
            await using var change = database.CreateCommand("UPDATE schema_migration SET checksum = 'other' WHERE name LIKE '0001%'");
            (await change.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        var (changed, after) = await DiagnoseAsync(service);

        (empty, migrated, changed).ShouldBe((0, 0, 1));
        before.ShouldContain(finding => finding.Check == "database" && finding.Verdict == "warn" && finding.Message.Contains("are missing"));
        before.ShouldContain(finding => finding.Check == "clock" && finding.Message.Contains("the database"));
        Failed(after, "database", "0001_assets_and_quotes", hasAdvice: false);
    }

    [Fact]
    public async Task Doctor_RedisThatHangs_IsGivenUp()
    {
        using var redis = await LocalRedis.StartAsync();
        await using var upstream = await FakeUpstream.StartAsync();
        await using var service = new ServiceProcess(upstream, Settings(("ConnectionStrings__Redis", redis.ConnectionString)));

        var (well, before) = await DiagnoseAsync(service);
        await redis.FreezeAsync();
        var (frozen, after) = await DiagnoseAsync(service);
        await redis.ThawAsync();

        (well, frozen).ShouldBe((0, 1));
        before.ShouldContain(finding => finding.Check == "redis" && finding.Verdict == "ok");
        before.ShouldContain(finding => finding.Check == "redis" && finding.Verdict == "warn" && finding.Advice!.Contains("maxmemory"));
        Failed(after, "redis", "does not answer");
    }

    private static void Failed(IReadOnlyList<Told> findings, string check, string message, bool hasAdvice = true) => findings.ShouldContain(
        finding => finding.Check == check && finding.Verdict == "fail" && finding.Message.Contains(message) && (finding.Advice != null) == hasAdvice,
        customMessage: string.Join('\n', findings));

    private static async Task<(int Code, IReadOnlyList<Told> Findings)> DiagnoseAsync(ServiceProcess service)
    {
        var (code, output) = await service.RunAsync("doctor", "--json");
        var report = JsonDocument.Parse(output).RootElement;
        report.GetProperty("verdict").GetString().ShouldBeOneOf(code == 0 ? ["ok", "warn"] : ["fail"]);
        return (code, [.. report.GetProperty("findings").EnumerateArray().Select(finding => new Told(
            finding.GetProperty("check").GetString()!,
            finding.GetProperty("verdict").GetString()!,
            finding.GetProperty("message").GetString()!,
            finding.GetProperty("advice").GetString()))]);
    }

    private async Task<string> FileAsync()
    {
        var path = Path.Combine(_folder, "a-file");
        await File.WriteAllTextAsync(path, "");
        return path;
    }

    private Dictionary<string, string> Settings(params (string Name, string Value)[] others)
    {
        var settings = new Dictionary<string, string> { ["Database__SqlitePath"] = Path.Combine(_folder, "m.db") };
        foreach (var (name, value) in others)
        {
            settings[name] = value;
        }

        return settings;
    }

    private sealed record Told(string Check, string Verdict, string Message, string? Advice);
}
