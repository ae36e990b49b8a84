using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using MarketData.Access;
using MarketData.Access.Keys;
using MarketData.Ingestion;
using MarketData.IntegrationTests.Upstream;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace MarketData.IntegrationTests.Api;

/// <summary>
/// The service as it is, over a database of its own and <see cref="FakeUpstream"/>. The only thing missing is the worker's clock: a test
/// polls a source when it wants to, and the poll has ended when the call returns.
/// </summary>
internal sealed class MarketDataApp : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketdata-app-").FullName;
    private readonly Dictionary<string, string> _settings;
    private readonly TimeProvider? _time;
    private readonly bool _ownsUpstream;
    private readonly Action<IServiceCollection>? _services;
    private string? _adminKey;

    private MarketDataApp(
        FakeUpstream upstream, bool ownsUpstream, Dictionary<string, string> settings, TimeProvider? time, Action<IServiceCollection>? services)
    {
        _services = services;
        Upstream = upstream;
        _ownsUpstream = ownsUpstream;
        _settings = settings;
        _time = time;
    }

    /// <summary>The providers that the service polls.</summary>
    public FakeUpstream Upstream { get; }

    /// <summary>The key that requests carry; null: none.</summary>
    public string? Key { get; set; }

    /// <param name="settings">Settings beside the usual ones (CoinGecko and CoinPaprika at <see cref="FakeUpstream"/>, a SQLite file); null removes one.</param>
    /// <param name="upstream">Providers to share with another service, as over a restart; by default new ones, which end with the service.</param>
    /// <param name="time">Our clock; the system's by default.</param>
    /// <param name="usesKestrel">Whether requests go over a real server on a free port, with its limits, and not from memory to memory.</param>
    /// <param name="services">Puts other services in the place of the usual ones.</param>
    public static async Task<MarketDataApp> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        FakeUpstream? upstream = null,
        TimeProvider? time = null,
        bool usesKestrel = false,
        Action<IServiceCollection>? services = null)
    {
        var providers = upstream ?? await FakeUpstream.StartAsync(time: time);
        var all = new Dictionary<string, string>
        {
            ["environment"] = Environments.Production,
            ["Access:Anonymous"] = "true",
            ["Access:Plans:anonymous:RequestsPerMinute"] = "0",
            ["Access:Plans:unlimited:RequestsPerMinute"] = "0",
            ["Ingestion:Sources:CoinGecko:Enabled"] = "true",
            ["Ingestion:Sources:CoinGecko:BaseUrl"] = providers.CoinGeckoUrl,
            ["Ingestion:Sources:CoinGecko:RequestsPerMinute"] = "0",
            ["Ingestion:Sources:CoinPaprika:BaseUrl"] = providers.BaseUrl,
            ["Ingestion:Sources:CoinPaprika:RequestsPerMinute"] = "0",
            ["Ingestion:Sources:DefiLlama:BaseUrl"] = providers.BaseUrl,
            ["Ingestion:Sources:AlternativeMe:BaseUrl"] = providers.BaseUrl,
            ["Ingestion:Sources:Binance:BaseUrl"] = providers.BaseUrl,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            if (value is null)
            {
                all.Remove(name);
            }
            else
            {
                all[name] = value;
            }
        }

        var app = new MarketDataApp(providers, upstream is null, all, time, services);
        if (usesKestrel)
        {
            app.UseKestrel(0);
            app.StartServer();
        }

        await app.Services.GetRequiredService<IngestionPipeline>().LoadAsync(CancellationToken.None);
        return app;
    }

    /// <summary>Starts the service and polls every source once.</summary>
    public static async Task<MarketDataApp> StartPolledAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        FakeUpstream? upstream = null,
        TimeProvider? time = null,
        bool usesKestrel = false,
        Action<IServiceCollection>? services = null)
    {
        var app = await StartAsync(settings, upstream, time, usesKestrel, services);
        foreach (var source in app.Services.GetRequiredService<EnabledSources>().All)
        {
            (await app.PollAsync(source.Name)).Outcome.ShouldBe(IngestionOutcome.Succeeded);
        }

        return app;
    }

    /// <summary>Polls a source once.</summary>
    public async Task<IngestionRun> PollAsync(string source)
    {
        var found = Services.GetRequiredService<EnabledSources>().All.Single(candidate => candidate.Name == source);
        return await Services.GetRequiredService<IngestionPipeline>().RunOnceAsync(found, CancellationToken.None);
    }

    /// <summary>Makes a key.</summary>
    public async Task<string> CreateKeyAsync(AccessScopes scopes, string plan = "standard", TimeSpan? life = null) =>
        (await Services.GetRequiredService<KeyAdministration>().CreateAsync(Actor.CommandLine, "test", scopes, plan, life, CancellationToken.None)).Text;

    /// <summary>A key that may administer, the same each time.</summary>
    public async Task<string> AdminKeyAsync() => _adminKey ??= await CreateKeyAsync(AccessScopes.Admin);

    /// <summary>Publishes what is held anew, as the service does when a figure becomes stale.</summary>
    public Task RepublishAsync() => Services.GetRequiredService<IngestionPipeline>().RepublishAsync(CancellationToken.None);

    /// <summary>The JSON of an answer with status 200.</summary>
    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var client = CreateClient();
        using var response = await client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(200, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Status and problem document of an answer.</summary>
    public async Task<(int Status, JsonElement Problem)> GetProblemAsync(string path)
    {
        using var client = CreateClient();
        using var response = await client.GetAsync(path);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", path);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Status, media type and JSON of whatever a request gets.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var client = CreateClient();
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await client.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    /// <summary>The items of a list over all its pages, in order.</summary>
    public async Task<List<JsonElement>> GetAllAsync(string path)
    {
        var all = new List<JsonElement>();
        var page = await GetJsonAsync(path);
        all.AddRange(page.GetProperty("data").EnumerateArray());
        while (page.GetProperty("next").GetString() is { } next)
        {
            page = await GetJsonAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={next}");
            all.AddRange(page.GetProperty("data").EnumerateArray());
        }

        return all;
    }

    /// <summary>The price that the service gives for an asset, exactly as it is written; null if it gives none.</summary>
    public async Task<decimal?> GetPriceAsync(string id)
    {
        var price = (await GetJsonAsync($"/v1/price/{id}")).GetProperty("price");
        return price.ValueKind == JsonValueKind.Null ? null : decimal.Parse(price.GetRawText(), CultureInfo.InvariantCulture);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsUpstream)
        {
            await Upstream.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureClient(HttpClient client)
    {
        base.ConfigureClient(client);
        if (Key is not null)
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        if (!_settings.ContainsKey("Database:SqlitePath"))
        {
            builder.UseSetting("Database:SqlitePath", Path.Combine(_folder, "marketdata.db"));
        }

        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureServices(services =>
        {
            services.Remove(services.Single(service => service.ImplementationType == typeof(IngestionWorker)));
            if (_time is not null)
            {
                services.RemoveAll<TimeProvider>();
                services.AddSingleton(_time);
            }

            _services?.Invoke(services);
        });
    }
}
