namespace MarketData.IntegrationTests.Api;

/// <summary>Ranges that cannot be meant, at every endpoint that gives history: refused by name, with what is taken instead.</summary>
public sealed class HistoryRefusalTests(HistoryRefusalTests.RunningApp running) : IClassFixture<HistoryRefusalTests.RunningApp>
{
    private static readonly string[] Ranges =
        ["/v1/assets/bitcoin/candles", "/v1/assets/bitcoin/gaps", "/v1/assets/bitcoin/history", "/v1/global/history", "/v1/categories/layer-1/history"];

    private static readonly string[] Paged =
        ["/v1/assets/bitcoin/candles", "/v1/assets/bitcoin/gaps", "/v1/global/history", "/v1/categories/layer-1/history"];

    private static readonly string[] Intervals = ["/v1/assets/bitcoin/candles", "/v1/assets/bitcoin/gaps"];

    public static TheoryData<string, string, string, string> Refusals
    {
        get
        {
            var refusals = new TheoryData<string, string, string, string>();
            void Add(string[] paths, string query, string parameter, string code)
            {
                foreach (var path in paths)
                {
                    refusals.Add(path, query, parameter, code);
                }
            }

            Add(Ranges, "from=2026-02-01&to=2026-01-01", "from", "reversed_range");
            Add(Ranges, "from=2026-02-01&to=2026-02-01", "from", "reversed_range");
            Add(Ranges, "from=2030-01-01", "from", "future_from");
            Add(Ranges, "from=yesterday", "from", "invalid_parameter");
            Add(Ranges, "from=2026-02-30", "from", "invalid_parameter");
            Add(Ranges, "from=2026-02-01T25:00:00Z", "from", "invalid_parameter");
            Add(Ranges, "from=", "from", "invalid_parameter");
            Add(Ranges, "to=-1e9", "to", "invalid_parameter");
            Add(Ranges, "to=now", "to", "invalid_parameter");
            Add(Ranges, "from=2026-01-01&from=2026-01-02", "from", "repeated_parameter");
            Add(Paged, "limit=0", "limit", "invalid_parameter");
            Add(Paged, "limit=-5", "limit", "invalid_parameter");
            Add(Paged, "limit=99999999999999999999", "limit", "invalid_parameter");
            Add(Paged, "limit=many", "limit", "invalid_parameter");
            Add(Paged[1..], "limit=1001", "limit", "invalid_parameter");
            Add(Paged[..1], "limit=1001", "limit", "too_many_points");
            Add(Intervals, "interval=2h", "interval", "invalid_parameter");
            Add(Intervals, "interval=1y", "interval", "invalid_parameter");
            Add(["/v1/assets/bitcoin/history"], "points=2", "points", "invalid_parameter");
            Add(["/v1/assets/bitcoin/history"], "points=5001", "points", "invalid_parameter");
            Add(["/v1/assets/bitcoin/performance"], "from=2026-01-01", "from", "unknown_parameter");
            Add(["/v1/assets"], "as_of=2026-02-30", "as_of", "invalid_parameter");
            return refusals;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Get_RangeThatCannotBeMeant_IsRefusedByName(string path, string query, string parameter, string code)
    {
        var (status, problem) = await running.Current.App.GetProblemAsync($"{path}?{query}");

        status.ShouldBe(400);
        problem.GetProperty("code").GetString().ShouldBe(code);
        var error = problem.GetProperty("errors").EnumerateArray().Single();
        error.GetProperty("parameter").GetString().ShouldBe(parameter);
        error.GetProperty("accepts").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    /// <summary>One service for all: none of them changes anything.</summary>
    public sealed class RunningApp : IAsyncLifetime
    {
        internal HistoryApp Current { get; private set; } = null!;

        public async Task InitializeAsync() => Current = await HistoryApp.StartAsync();

        public async Task DisposeAsync() => await Current.DisposeAsync();
    }
}
