using System.Text.Json;
using System.Text.RegularExpressions;
using MarketData.Hosting.Server;
using Microsoft.Extensions.Hosting;

namespace MarketData.Tests.Deploy;

/// <summary>Files of the deployment, which nothing compiles: whether what they name is there, and whether they agree.</summary>
public sealed partial class DeployFilesTests
{
    private static readonly string Root = FindRoot();

    // What the framework documents and reads by itself.
    private static readonly string[] OfTheFramework = ["Kestrel", "Logging"];

    public static TheoryData<string> Files =>
    [
        "Dockerfile",
        "docker-compose.yml",
        .. Directory.EnumerateFiles(Path.Combine(Root, "deploy"), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Where(path => !path.Contains("secrets/", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void SettingsThatAreNamed_Exist(string file)
    {
        var known = KnownSettings();

        var unknown = Setting().Matches(Read(file))
            .Select(match => Index().Replace(match.Value, "").Replace("__", ":", StringComparison.Ordinal))
            .Where(name => !OfTheFramework.Contains(name.Split(':')[0]) && !known.Contains(name));

        unknown.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ProbesThatAreNamed_AreRoutes(string file)
    {
        var routes = Read("src/MarketData/Hosting/HealthEndpoints.cs");

        foreach (Match match in Probe().Matches(Read(file)))
        {
            routes.ShouldContain($"MapGet(\"{match.Groups[1].Value}\"");
        }
    }

    [Fact]
    public void PortsAndUser_AreTheImages()
    {
        var image = Read("Dockerfile");
        var port = Regex.Match(image, @"ASPNETCORE_HTTP_PORTS=(\d+)").Groups[1].Value;
        var user = Regex.Match(image, @"USER (\d+):\1").Groups[1].Value;

        image.ShouldContain($"EXPOSE {port}");
        image.ShouldContain($"--chown={user}:{user}");
        Read("docker-compose.yml").ShouldContain($"expose: [\"{port}\"]");
        Regex.Count(Read("deploy/compose/upstream.conf"), $@"server api-\d:{port} ").ShouldBe(2);
        var kubernetes = Read("deploy/kubernetes/marketdata.yaml");
        kubernetes.ShouldContain($"containerPort: {port}");
        kubernetes.ShouldContain($"protocol: TCP, port: {port}");
        kubernetes.ShouldContain($"runAsUser: {user}");
        Read("deploy/kubernetes/migrate.yaml").ShouldContain($"runAsUser: {user}");
    }

    [Theory]
    [InlineData("docker-compose.yml", @"stop_grace_period: (\d+)s")]
    [InlineData("deploy/kubernetes/marketdata.yaml", @"terminationGracePeriodSeconds: (\d+)")]
    [InlineData("deploy/systemd/marketdata.service", @"TimeoutStopSec=(\d+)")]
    public void GracePeriod_IsLongerThanTheDrainAndTheRequests(string file, string pattern)
    {
        var text = Read(file);
        var options = new ServerOptions();
        var drain = Regex.Match(text, @"Server__DrainDelay: ""([\d:]+)""") is { Success: true } match
            ? TimeSpan.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            : options.DrainDelayIn(new Production());

        var grace = TimeSpan.FromSeconds(int.Parse(Regex.Match(text, pattern).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

        grace.ShouldBeGreaterThan(drain + options.ShutdownTimeout);
    }

    [Fact]
    public void Kubernetes_LabelsThatAreSelected_AreThoseOfPods()
    {
        var text = Read("deploy/kubernetes/marketdata.yaml");

        Regex.Matches(text, @"(?:matchLabels|selector): \{ app: (\w+) \}").Select(match => match.Groups[1].Value).Distinct()
            .ShouldBe(["marketdata", "postgres", "redis"], ignoreOrder: true);
        foreach (var file in (string[])["autoscale.yaml", "keda.yaml"])
        {
            Read("deploy/kubernetes/" + file).ShouldContain("    name: marketdata\n");
        }
    }

    [Fact]
    public void Images_RunWithoutPrivileges()
    {
        var compose = Read("docker-compose.yml");
        var services = Regex.Count(compose, "^    image: |^  image: ", RegexOptions.Multiline);

        services.ShouldBe(5);
        Regex.Count(compose, @"cap_drop: \[ALL\]").ShouldBe(services);
        Regex.Count(compose, "no-new-privileges:true").ShouldBe(services);
        Regex.Count(compose, "mem_limit: ").ShouldBe(services);
        compose.ShouldNotContain("privileged: true");
        compose.ShouldNotContain("docker.sock");
    }

    private static HashSet<string> KnownSettings()
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Collect(JsonDocument.Parse(Read("src/MarketData/appsettings.json")).RootElement, "", known);
        foreach (var document in (string[])["README.md", "docs/operations.md"])
        {
            known.UnionWith(Documented().Matches(Read(document)).Select(match => match.Groups[1].Value));
        }

        return known;
    }

    private static void Collect(JsonElement element, string path, HashSet<string> known)
    {
        known.Add(path);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Collect(property.Value, path.Length == 0 ? property.Name : $"{path}:{property.Name}", known);
            }
        }
    }

    /// <summary>The whole path of a file of the repository.</summary>
    internal static string PathOf(string file) => Path.Combine(Root, file);

    private static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MarketData.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+\b")]
    private static partial Regex Setting();

    [GeneratedRegex(@"__\d+$")]
    private static partial Regex Index();

    [GeneratedRegex(@"/health(/\w+)")]
    private static partial Regex Probe();

    [GeneratedRegex(@"`([A-Z][A-Za-z]+(?::[A-Za-z]+)+)`")]
    private static partial Regex Documented();

    private sealed class Production : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
