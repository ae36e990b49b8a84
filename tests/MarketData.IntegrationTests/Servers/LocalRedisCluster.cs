namespace MarketData.IntegrationTests.Servers;

/// <summary>A Redis Cluster of three nodes of this machine's program, each with a third of the slots.</summary>
internal sealed class LocalRedisCluster : IDisposable
{
    private const int Nodes = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-redis-").FullName;
    private readonly List<LocalRedis> _nodes = [];

    private LocalRedisCluster()
    {
    }

    /// <summary>All nodes, as StackExchange.Redis takes them.</summary>
    public string ConnectionString => string.Join(',', _nodes.Select(node => node.ConnectionString));

    public static async Task<LocalRedisCluster> StartAsync()
    {
        var cluster = new LocalRedisCluster();
        for (var number = 0; number < Nodes; number++)
        {
            // The port of the nodes' own line is 10,000 above the other by default, which may be beyond the last port.
            var folder = Directory.CreateDirectory(Path.Combine(cluster._folder, $"{number}")).FullName;
            cluster._nodes.Add(await LocalRedis.StartAsync(
                "--cluster-enabled", "yes", "--cluster-port", $"{LocalProgram.FreePort()}", "--dir", folder));
        }

        var cli = Path.Combine(LocalProgram.FindFolder("redis-cli")!, "redis-cli");
        await LocalProgram.RunAsync(
            cli, ["--cluster", "create", .. cluster._nodes.Select(node => node.ConnectionString), "--cluster-yes", "--cluster-replicas", "0"]);
        return cluster;
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
