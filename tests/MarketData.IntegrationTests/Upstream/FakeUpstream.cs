using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MarketData.IntegrationTests.Upstream;

/// <summary>
/// All providers in one server on a free port of 127.0.0.1, over one <see cref="FakeMarket"/>, with faults on demand. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// <c>CoinGecko</c> is under <see cref="CoinGeckoUrl"/>; the others are under <see cref="BaseUrl"/>. Asset ids are CoinGecko's
/// (<c>bitcoin</c>, <c>ethereum</c>, … then <c>invented-0010</c> and on); CoinPaprika's are made of symbol and name (<c>btc-bitcoin</c>).
/// </remarks>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _faults = [];
    private readonly List<UpstreamRequest> _requests = [];
    private readonly Dictionary<string, string> _answers = [];
    private readonly FakeMarket _market;
    private readonly TimeProvider _time;
    private readonly WebApplication _app;

    private FakeUpstream(int assets, TimeProvider time)
    {
        _time = time;
        _market = new FakeMarket(assets, time);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Address without a slash at its end, such as <c>http://127.0.0.1:40001</c>.</summary>
    public string BaseUrl => _app.Urls.Single();

    /// <summary>Base address of CoinGecko's API.</summary>
    public string CoinGeckoUrl => $"{BaseUrl}/api/v3/";

    /// <summary>Where <see cref="UpstreamFault.Redirect"/> points.</summary>
    public string RedirectTarget { get; set; } = "http://169.254.169.254/latest/meta-data/";

    /// <summary>The requests seen so far, in order.</summary>
    public IReadOnlyList<UpstreamRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <param name="assets">Assets of the market, at least 10; more than 250 make a second page.</param>
    /// <param name="time">The clock of the market and the log; the system's by default.</param>
    public static async Task<FakeUpstream> StartAsync(int assets = 20, TimeProvider? time = null)
    {
        var upstream = new FakeUpstream(assets, time ?? TimeProvider.System);
        await upstream._app.StartAsync();
        return upstream;
    }

    /// <summary>Spoils the next answers whose path contains <paramref name="path"/>.</summary>
    /// <param name="path">Part of the path, such as <c>/coins/markets</c>; empty for every request.</param>
    /// <param name="kind">How to fail.</param>
    /// <param name="count">Answers to spoil; -1 until <see cref="ClearFaults"/>.</param>
    /// <param name="seconds">Wait or <c>Retry-After</c>, for the kinds that have one.</param>
    public void Fault(string path, UpstreamFault kind, int count = 1, int seconds = 1)
    {
        lock (_gate)
        {
            _faults.Add(new PlannedFault(path, kind, seconds) { Left = count });
        }
    }

    /// <summary>From now on every answer is right.</summary>
    public void ClearFaults()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>From now on a path gives this JSON, whatever the market says; faults still spoil it.</summary>
    /// <param name="path">The whole path, such as <c>/api/v3/coins/markets</c>.</param>
    /// <param name="json">The answer; its numbers keep their digits.</param>
    public void SetAnswer(string path, string json)
    {
        lock (_gate)
        {
            _answers[path] = json;
        }
    }

    /// <summary>Sets the price of an asset by CoinGecko's id, and the time of update to now.</summary>
    public void SetPrice(string id, decimal price)
    {
        lock (_gate)
        {
            _market.SetPrice(id, price);
        }
    }

    /// <summary>Price of an asset by CoinGecko's id.</summary>
    public decimal GetPrice(string id)
    {
        lock (_gate)
        {
            return _market.GetPrice(id);
        }
    }

    /// <summary>Moves every price a little, the same way in every run, and the time of update to now.</summary>
    public void Advance()
    {
        lock (_gate)
        {
            _market.Advance();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // An answer that hangs on purpose must not hold up the end of a test.
        using var noGrace = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(noGrace.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var fault = Record(context.Request);
        if (fault is not null && await FaultAnswers.TryWriteAsync(context, fault.Kind, fault.Seconds, RedirectTarget))
        {
            return;
        }

        JsonNode? answer;
        lock (_gate)
        {
            answer = FindAnswer(context.Request);
        }

        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            answer = new JsonObject { ["error"] = "not found" };
        }

        await WriteAsync(context, AnswerSpoiler.Spoil(answer, fault?.Kind), fault?.Kind);
    }

    private PlannedFault? Record(HttpRequest request)
    {
        lock (_gate)
        {
            var path = request.Path.Value ?? "";
            var fault = _faults.FirstOrDefault(fault => fault.Left != 0 && path.Contains(fault.Path, StringComparison.Ordinal));
            if (fault?.Left > 0)
            {
                fault.Left--;
            }

            var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            _requests.Add(new UpstreamRequest(_time.GetUtcNow(), path, request.QueryString.Value ?? "", headers, fault?.Kind));
            return fault;
        }
    }

    private JsonNode? FindAnswer(HttpRequest request) => request.Path.Value switch
    {
        { } path when _answers.TryGetValue(path, out var json) => JsonNode.Parse(json),
        "/api/v3/coins/markets" => _market.ToCoinGeckoMarkets(ReadNumber(request, "page", 1), ReadNumber(request, "per_page", 100)),
        "/api/v3/ping" => new JsonObject(),
        "/api/v3/coins/list" => _market.ToCoinGeckoList(),
        "/api/v3/coins/categories" => _market.ToCoinGeckoCategories(),
        "/api/v3/exchange_rates" => _market.ToCoinGeckoRates(),
        "/v1/tickers" => _market.ToCoinPaprikaTickers(),
        "/protocols" => _market.ToDefiLlamaProtocols(),
        "/fng/" => _market.ToFearAndGreed(ReadNumber(request, "limit", 1)),
        "/api/v3/klines" => FakeHistory.ToKlines(
            request.Query["symbol"].ToString(),
            WidthOf(request.Query["interval"].ToString()),
            ReadLong(request, "startTime"),
            ReadLong(request, "endTime"),
            ReadNumber(request, "limit", 500)),
        { } path when path.StartsWith("/protocol/", StringComparison.Ordinal) => FakeHistory.ToProtocol(_time.GetUtcNow(), path.EndsWith("-v2", StringComparison.Ordinal)),
        { } path when path.StartsWith("/v1/coins/", StringComparison.Ordinal) && path.EndsWith("/ohlcv/historical", StringComparison.Ordinal) =>
            FakeHistory.ToPaprikaDays(ReadLong(request, "start"), ReadLong(request, "end"), ReadNumber(request, "limit", 1)),
        { } path when path.StartsWith("/api/v3/coins/", StringComparison.Ordinal) && path.EndsWith("/market_chart", StringComparison.Ordinal) =>
            FakeHistory.ToMarketChart(_time.GetUtcNow(), ReadNumber(request, "days", 1)),
        _ => null,
    };

    private static TimeSpan WidthOf(string interval) => interval switch
    {
        "5m" => TimeSpan.FromMinutes(5),
        "1h" => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    private static long ReadLong(HttpRequest request, string name) => long.Parse(request.Query[name].ToString(), CultureInfo.InvariantCulture);

    private static async Task WriteAsync(HttpContext context, JsonNode answer, UpstreamFault? fault)
    {
        var body = Encoding.UTF8.GetBytes(answer.ToJsonString());
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;

        // Kestrel closes the connection when less comes than was promised.
        var sent = fault is UpstreamFault.Truncate ? body.Length / 2 : body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, sent), context.RequestAborted);
    }

    private static int ReadNumber(HttpRequest request, string name, int missing) =>
        int.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var value) ? value : missing;

    private sealed class PlannedFault(string path, UpstreamFault kind, int seconds)
    {
        public string Path => path;

        public UpstreamFault Kind => kind;

        public int Seconds => seconds;

        public int Left { get; set; }
    }
}
