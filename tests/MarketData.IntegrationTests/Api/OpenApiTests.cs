using System.Text.Json;
using MarketData.Access;
using MarketData.IntegrationTests.Upstream;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

/// <summary>The OpenAPI document says what the service does: no endpoint, status or field more or less.</summary>
public sealed class OpenApiTests(OpenApiApps apps) : IClassFixture<OpenApiApps>
{
    private static readonly string[] Requests =
    [
        "GET /v1/assets",
        "GET /v1/assets?limit=3",
        "GET /v1/assets?ids=bitcoin,nowhere&symbols=eth,nosuch",
        "GET /v1/assets?vs=eur&precision=2&sort=price&direction=asc",
        "GET /v1/assets?numbers=string",
        "GET /v1/assets?fields=id,price,missing",
        "GET /v1/assets?limit=0",
        "GET /v1/assets?nope=1&limit=1&limit=2",
        "GET /v1/assets?cursor=x",
        "GET /v1/assets?vs=zzz",
        "GET /v1/assets?category=zzz",
        "GET /v1/assets/bitcoin",
        "GET /v1/assets/uniswap?vs=eur&numbers=string",
        "GET /v1/assets/odd",
        "GET /v1/assets/odd-priceless",
        "GET /v1/assets/btc-bitcoin?source=coinpaprika",
        "GET /v1/assets/bitcoin?fields=contracts,quotes,refused",
        "GET /v1/assets/nowhere",
        "GET /v1/assets/bitcoin?precision=99",
        "GET /v1/assets/by-contract/ethereum/0x1f9840a85d5af5bf1d1762f925bdaddc4201f984",
        "GET /v1/assets/by-contract/ethereum/0x00",
        "GET /v1/assets/by-contract/ethereum/0x00?x=1",
        "GET /v1/assets/uniswap/valuation",
        "GET /v1/assets/odd/valuation",
        "GET /v1/assets/odd-priceless/valuation?numbers=string",
        "GET /v1/assets/nowhere/valuation",
        "GET /v1/assets/uniswap/valuation?vs=zzz",
        "GET /v1/valuations?ids=uniswap,odd,odd-priceless,nowhere",
        "GET /v1/valuations",
        "GET /v1/prices?ids=bitcoin,odd-priceless&symbols=eth,nosuch&vs=usd,eur,btc",
        "GET /v1/prices?ids=bitcoin&numbers=string",
        "GET /v1/prices",
        "GET /v1/price/bitcoin",
        "GET /v1/price/odd-priceless",
        "GET /v1/price/bitcoin?numbers=string&vs=btc",
        "GET /v1/price/nowhere",
        "GET /v1/price/bitcoin?vs=",
        "GET /v1/assets/bitcoin/candles",
        "GET /v1/assets/bitcoin/candles?interval=1d&vs=eur",
        "GET /v1/assets/bitcoin/candles?interval=7m",
        "GET /v1/assets/nowhere/candles",
        "GET /v1/assets/bitcoin/gaps",
        "GET /v1/assets/bitcoin/gaps?interval=x",
        "GET /v1/assets/bitcoin/history",
        "GET /v1/assets/bitcoin/history?points=1",
        "GET /v1/assets/bitcoin/performance",
        "GET /v1/assets/bitcoin/performance?numbers=string",
        "GET /v1/assets/uniswap/metrics",
        "GET /v1/assets/bitcoin/metrics?numbers=string",
        "GET /v1/assets/bitcoin/metrics?x=1",
        "GET /v1/assets/nowhere/metrics",
        "GET /v1/assets/uniswap/metrics/tvl",
        "GET /v1/assets/uniswap/metrics/tvl?numbers=string&limit=3",
        "GET /v1/assets/uniswap/metrics/tvl?limit=0",
        "GET /v1/assets/uniswap/metrics/nothing",
        "GET /v1/global/history",
        "GET /v1/global/history?from=x",
        "GET /v1/categories/layer-1/history",
        "GET /v1/categories/nowhere/history",
        "GET /v1/assets?as_of=2020-01-01",
        "GET /v1/tiers",
        "GET /v1/tiers?vs=eur&numbers=string",
        "GET /v1/tiers?vs=zzz",
        """POST /v1/tiers/classify {"items": [{"id": "a", "market_cap": 5}, {"price": 2}], "thresholds": {"large_above": 9, "mid_from": 1}}""",
        """POST /v1/tiers/classify {"items": []}""",
        "POST /v1/tiers/classify {",
        "POST /v1/tiers/classify",
        "GET /v1/categories",
        "GET /v1/categories?vs=eur&numbers=string",
        "GET /v1/categories?vs=zzz",
        "GET /v1/categories/layer-1",
        "GET /v1/categories/decentralized-finance-defi",
        "GET /v1/categories/nowhere",
        "GET /v1/categories/layer-1?x=1",
        "GET /v1/global",
        "GET /v1/global?vs=eur&numbers=string",
        "GET /v1/global?vs=zzz",
        "GET /v1/factors",
        "GET /v1/factors?x=1",
        "GET /v1/assets/bitcoin/factors",
        "GET /v1/assets/odd-priceless/factors",
        "GET /v1/assets/nowhere/factors",
        "GET /v1/assets/bitcoin/factors?x=1",
        "GET /v1/rankings",
        "GET /v1/rankings?x=1",
        "GET /v1/rankings/market-cap",
        "GET /v1/rankings/gainers?window=7d&limit=3&explain=false",
        "GET /v1/rankings/undervalued",
        "GET /v1/rankings/category-rotation",
        "GET /v1/rankings/nowhere",
        "GET /v1/rankings/gainers?window=3y",
        """POST /v1/rankings {"factors":[{"factor":"return_7d","weight":2},{"factor":"turnover","direction":"low"}],"missing":"worst","neutralise_within":["tier"],"explain":true}""",
        """POST /v1/rankings {"factors":[]}""",
        "POST /v1/rankings {",
        "POST /v1/rankings",
        "GET /v1/models",
        "GET /v1/models?x=1",
        "GET /v1/grades",
        "GET /v1/grades?model=investor&tier=large&sort=coverage&direction=asc&limit=3",
        "GET /v1/grades?ids=bitcoin,nowhere&letter=A,B&min_grade=10",
        "GET /v1/grades?weights=momentum:2,liquidity:1",
        "GET /v1/grades?weights=momentum",
        "GET /v1/grades?model=zzz",
        "GET /v1/grades?category=zzz",
        "GET /v1/grades?cursor=x",
        "GET /v1/assets/bitcoin/grades",
        "GET /v1/assets/odd-priceless/grades?model=value-1",
        "GET /v1/assets/bitcoin/grades?model=value&weights=supply:1",
        "GET /v1/assets/nowhere/grades",
        "GET /v1/assets/bitcoin/grades/history",
        "GET /v1/assets/bitcoin/grades/history?model=investor&limit=3",
        "GET /v1/assets/bitcoin/grades/history?from=x",
        "GET /v1/assets/nowhere/grades/history",
        "GET /v1/correlations?ids=bitcoin,ethereum,nowhere&window=30d",
        "GET /v1/correlations",
        "GET /v1/assets/bitcoin/scenarios",
        "GET /v1/assets/uniswap/scenarios?market_cap=1000000000&total_market_cap=5000000000000&as=bitcoin&vs=eur&numbers=string",
        "GET /v1/assets/odd-priceless/scenarios",
        "GET /v1/assets/nowhere/scenarios",
        "GET /v1/assets/bitcoin/scenarios?market_cap=x",
        "GET /v1/assets/uniswap/similar?limit=3",
        "GET /v1/assets/odd-priceless/similar",
        "GET /v1/assets/nowhere/similar",
        "GET /v1/assets/uniswap/similar?limit=0",
        "GET /v1/compare?ids=bitcoin,odd-priceless,nowhere",
        "GET /v1/compare?ids=bitcoin,uniswap&factors=turnover,volatility_30d",
        "GET /v1/compare",
        "GET /v1/jobs/nowhere",
        "GET /v1/jobs/nowhere?x=1",
        "GET /v1/jobs/nowhere/result",
        "DELETE /v1/jobs/nowhere",
        "GET /v1/indicators",
        "GET /v1/indicators?x=1",
        "GET /v1/assets/bitcoin/indicators?names=sma:2,pivots&interval=1d",
        "GET /v1/assets/bitcoin/indicators?names=vwap&numbers=string&vs=eur",
        "GET /v1/assets/bitcoin/indicators",
        "GET /v1/assets/bitcoin/indicators?names=sma:1",
        "GET /v1/assets/nowhere/indicators?names=sma",
        "GET /v1/signals",
        "GET /v1/signals?rule=supertrend&ids=bitcoin,nowhere&numbers=string",
        "GET /v1/signals?state=short",
        "GET /v1/signals/rules",
        "GET /v1/signals/rules?x=1",
        "GET /v1/signals/performance",
        "GET /v1/signals/performance?cost=3",
        "GET /v1/assets/bitcoin/signals",
        "GET /v1/assets/bitcoin/signals?vs=zzz",
        "GET /v1/assets/nowhere/signals",
        "GET /v1/convert?from=bitcoin&to=eur&amount=2.5",
        "GET /v1/convert?from=eur&to=doge&numbers=string",
        "GET /v1/convert?from=bitcoin",
        "GET /v1/convert?from=bitcoin&to=nowhere",
        "GET /v1/convert?from=bitcoin&to=usd&amount=70000000000000000000000000000",
        "GET /v1/currencies",
        "GET /v1/currencies?numbers=string",
        "GET /v1/currencies?x=1",
        "GET /v1/search?q=bit",
        "GET /v1/search?q=layer",
        "GET /v1/search",
        "GET /v1/stream?tier=huge",
        "GET /v1/stream?x=1",
        "GET /v1/ws",
        "GET /v1/ws?vs=zzz",
        "GET /v1/identity/collisions",
        "GET /v1/identity/collisions?x=1",
        "GET /v1/sources",
        "GET /v1/sources?x=1",
        "GET /v1/admin/backfills",
        "GET /v1/admin/backfills?x=1",
        "GET /v1/admin/backfills/1",
        "DELETE /v1/admin/backfills/1",
        """POST /v1/admin/backfills {"source": "binance", "interval": "1d", "assets": ["bitcoin"]}""",
        "GET /v1/quarantine",
        "GET /v1/quarantine?limit=1",
        "GET /v1/quarantine?id=odd&rule=field_type",
        "GET /v1/quarantine?id=nowhere",
        "GET /v1/quarantine?cursor=x",
        "GET /v1/key",
        "GET /v1/key?x=1",
        "GET /v1/admin/keys",
        "GET /v1/admin/keys?limit=1",
        "GET /v1/admin/keys?limit=0",
        """POST /v1/admin/keys {"name": "desk"}""",
        """POST /v1/admin/keys {"name": "desk", "scopes": ["read"], "plan": "standard", "expires_in_days": 5}""",
        """POST /v1/admin/keys {"name": "desk", "scopes": ["root"]}""",
        "POST /v1/admin/keys",
        """POST /v1/admin/keys/nokey000/rotate {"overlap_hours": 1}""",
        """POST /v1/admin/keys/nokey000/rotate {"overlap_hours": -1}""",
        "DELETE /v1/admin/keys/nokey000",
        "GET /v1/admin/audit",
        "GET /v1/admin/audit?cursor=x",
        "GET /v1/status",
        "GET /v1/status?x=1",
        "GET /health/live",
        "GET /health/live?x=1",
        "GET /health/ready",
        "GET /health/ready?x=1",
    ];

    public static TheoryData<string> AllRequests() => [.. Requests];

    [Theory]
    [InlineData("v1")]
    [InlineData("coingecko")]
    public async Task Document_Served_IsTheCommittedOne(string name)
    {
        var file = OpenApiDocument.ContractFileOf(name);
        var served = (await apps.Full.SendAsync(HttpMethod.Get, $"/openapi/{name}.json")).Text.ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, served);
        }

        var committed = File.Exists(file) ? (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n") : "";

        FirstDifference(committed, served).ShouldBeNull(
            $"The API's contract changed. If it was meant to, run the tests with UPDATE_SNAPSHOTS=1 and commit {Path.GetFileName(file)}.");
    }

    [Fact]
    public void Document_Endpoints_AreThoseOfTheService()
    {
        var mapped = apps.Full.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"))
            .Where(endpoint => endpoint.Contains(" /v1", StringComparison.Ordinal) || endpoint.Contains(" /health", StringComparison.Ordinal))
            .Distinct();

        apps.Document.Operations.Select(operation => $"{operation.Method} {operation.Path}").ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public void Document_EveryOperation_IsDescribedWithExamples()
    {
        var lacking = new List<string>();
        foreach (var operation in apps.Document.Operations.Concat(apps.CoinGecko.Operations))
        {
            Require(operation.Json, "summary", operation.Id);
            Require(operation.Json, "description", operation.Id);
            foreach (var parameter in operation.Parameters)
            {
                var name = $"{operation.Id} {parameter.Text("name")}";
                Require(parameter, "description", name);
                if (!parameter.TryGetProperty("example", out _) && !parameter.GetProperty("schema").TryGetProperty("examples", out _))
                {
                    lacking.Add($"{name}: example");
                }
            }

            foreach (var response in operation.Responses.EnumerateObject())
            {
                Require(response.Value, "description", $"{operation.Id} {response.Name}");
                if (response.Name == "304")
                {
                    response.Value.TryGetProperty("content", out _).ShouldBeFalse();
                    continue;
                }

                foreach (var body in response.Value.GetProperty("content").EnumerateObject().Where(body => body.Name != "text/plain"))
                {
                    Require(body.Value, "example", $"{operation.Id} {response.Name}");
                }
            }

            ((string[])["200", "400", "500"]).ShouldBeSubsetOf(operation.Responses.Names());
        }

        lacking.ShouldBeEmpty();

        void Require(JsonElement element, string field, string of)
        {
            if (!element.TryGetProperty(field, out var value) || (value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())))
            {
                lacking.Add($"{of}: {field}");
            }
        }
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("coingecko")]
    public void Document_EveryExample_FitsItsSchema(string name)
    {
        var document = name == "v1" ? apps.Document : apps.CoinGecko;
        var checker = new JsonSchemaChecker(document.Root);
        var problems = new List<string>();
        foreach (var operation in document.Operations)
        {
            foreach (var parameter in operation.Parameters)
            {
                var schema = parameter.GetProperty("schema");
                var examples = schema.TryGetProperty("examples", out var several) ? several.EnumerateArray().ToList() : [parameter.GetProperty("example")];
                problems.AddRange(examples.SelectMany(example => checker.Check(schema, example)).Select(problem => $"{operation.Id} {parameter.Text("name")}: {problem}"));
            }

            foreach (var body in BodiesOf(operation))
            {
                if (body.Value.TryGetProperty("example", out var example))
                {
                    problems.AddRange(checker.Check(body.Value.GetProperty("schema"), example).Select(problem => $"{operation.Id}: {problem}"));
                }
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public void Document_DataOfAnAnswer_IsNeverNull()
    {
        var answers = apps.Document.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(schema => schema.Name.EndsWith("Answer", StringComparison.Ordinal)).ToList();

        answers.Count.ShouldBeGreaterThan(5);
        answers.ShouldAllBe(schema => !schema.Value.GetProperty("properties").GetProperty("data").GetRawText().Contains("\"null\""));
    }

    [Fact]
    public void Requests_Together_ReachEveryOperation()
    {
        var reached = Requests.Select(Parse).Select(request => apps.Document.Find(request.Method, PathOf(request.Address))!.Id).Distinct();

        apps.Document.Operations.Select(operation => operation.Id).ShouldBeSubsetOf(reached);
    }

    [Theory]
    [MemberData(nameof(AllRequests))]
    public async Task Answer_OfAMarketOfAllSources_FitsTheDocument(string request) => await ShouldFitAsync(apps.Full, request);

    [Theory]
    [MemberData(nameof(AllRequests))]
    public async Task Answer_OfAMarketOfOddFigures_FitsTheDocument(string request) => await ShouldFitAsync(apps.Odd, request);

    [Theory]
    [MemberData(nameof(AllRequests))]
    public async Task Answer_BeforeAnyData_FitsTheDocument(string request) => await ShouldFitAsync(apps.Empty, request);

    [Fact]
    public async Task Swagger_Browser_IsServed()
    {
        (await apps.Full.SendAsync(HttpMethod.Get, "/swagger/index.html")).MediaType.ShouldBe("text/html");
    }

    private async Task ShouldFitAsync(MarketDataApp app, string request)
    {
        var (method, address, body) = Parse(request);
        var answer = await app.SendAsync(HttpMethod.Parse(method), address, body);

        apps.Document.Check(method, PathOf(address), answer, decimalsAsText: address.Contains("numbers=string", StringComparison.Ordinal)).ShouldBeEmpty(answer.Text);
    }

    private static IEnumerable<JsonProperty> BodiesOf(OpenApiOperation operation)
    {
        var bodies = operation.Responses.EnumerateObject().Select(response => response.Value);
        if (operation.Json.TryGetProperty("requestBody", out var request))
        {
            bodies = bodies.Append(request);
        }

        return bodies.Where(body => body.TryGetProperty("content", out _)).SelectMany(body => body.GetProperty("content").EnumerateObject());
    }

    private static (string Method, string Address, string? Body) Parse(string request)
    {
        var parts = request.Split(' ', 3);
        return (parts[0], parts[1], parts.ElementAtOrDefault(2));
    }

    private static string PathOf(string address) => address.Split('?')[0];

    private static string? FirstDifference(string expected, string actual)
    {
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            if (left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i))
            {
                return $"line {i + 1}: committed '{left.ElementAtOrDefault(i)?.Trim()}', served '{right.ElementAtOrDefault(i)?.Trim()}'";
            }
        }

        return null;
    }
}

/// <summary>Three services: with every source, with one that gives odd figures, and without any data.</summary>
public sealed class OpenApiApps : IAsyncLifetime
{
    internal MarketDataApp Full { get; private set; } = null!;

    internal MarketDataApp Odd { get; private set; } = null!;

    internal MarketDataApp Empty { get; private set; } = null!;

    internal OpenApiDocument Document { get; private set; } = null!;

    internal OpenApiDocument CoinGecko { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var everySource = ((string[])["CoinPaprika", "DefiLlama", "AlternativeMe"]).ToDictionary(source => $"Ingestion:Sources:{source}:Enabled", _ => (string?)"true");
        Full = await MarketDataApp.StartPolledAsync(everySource);
        Full.Upstream.Fault("/coins/markets", UpstreamFault.Back);
        await Full.PollAsync("coingecko");

        Odd = await MarketDataApp.StartAsync(AssetsEndpointsTests.BothSources());
        Odd.Upstream.SetAnswer(CoinGeckoRows.Path, CoinGeckoRows.Of(
            CoinGeckoRows.Row("odd", "\"current_price\": 2, \"market_cap\": \"lots\", \"total_volume\": -5, \"max_supply\": 10, \"total_supply\": 100"),
            CoinGeckoRows.Row("odd-priceless", "\"current_price\": 0"),
            CoinGeckoRows.Row("bitcoin", "\"current_price\": 1e-20, \"price_change_percentage_24h\": 8.7e36"),
            CoinGeckoRows.Row("twin-a", "\"current_price\": 1", symbol: "eth", name: "Twin"),
            CoinGeckoRows.Row("twin-b", "\"current_price\": 1, \"market_cap\": 5", symbol: "eth", name: "Twin")));
        Odd.Upstream.SetAnswer(CoinPaprikaRow.Path, $"[{CoinPaprikaRow.Of("twin", "ETH", "Twin", 1)}]");
        await Odd.PollAsync("coingecko");
        await Odd.PollAsync("coinpaprika");
        Odd.Upstream.Fault("", UpstreamFault.Html, count: -1);
        await Odd.PollAsync("coinpaprika");

        Empty = await MarketDataApp.StartAsync();
        Document = await OpenApiDocument.ReadAsync(Full);
        foreach (var app in (MarketDataApp[])[Full, Odd, Empty])
        {
            app.Key = await app.CreateKeyAsync((AccessScopes)15, "unlimited");
        }
        CoinGecko = await OpenApiDocument.ReadAsync(Full, "coingecko");
    }

    public async Task DisposeAsync()
    {
        await Full.DisposeAsync();
        await Odd.DisposeAsync();
        await Empty.DisposeAsync();
    }
}
