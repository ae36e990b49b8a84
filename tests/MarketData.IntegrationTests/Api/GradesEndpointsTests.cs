using System.Text.Json;
using MarketData.IntegrationTests.Database;
using MarketData.Ranking.Queue;
using MarketData.Signals.Grades;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarketData.IntegrationTests.Api;

/// <summary>Grades over <see cref="VariedMarket"/>, which has figures of the moment alone.</summary>
public sealed class GradesEndpointsTests : IAsyncLifetime
{
    private readonly VariedMarket _market = new();
    private readonly FailingGradeStore _store = new();
    private MarketDataApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MarketDataApp.StartAsync(services: services =>
        {
            var real = services.Single(service => service.ServiceType == typeof(IGradeStore)).ImplementationFactory!;
            services.RemoveAll<IGradeStore>();
            services.AddSingleton<IGradeStore>(provider => _store.Over((IGradeStore)real(provider)));
        });
        _app.Upstream.SetAnswer(CoinGeckoRows.Path, _market.ToCoinGecko(DateTimeOffset.UtcNow));
        await _app.PollAsync("coingecko");
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task GetGrades_EachModel_ListsEveryAssetOnceBestFirstAndUnknownLast()
    {
        foreach (var model in (await _app.GetJsonAsync("/v1/models")).GetProperty("data").EnumerateArray())
        {
            var id = $"{model.GetProperty("name").GetString()}-{model.GetProperty("version").GetString()}";
            var all = await _app.GetAllAsync($"/v1/grades?model={id}&limit=100");

            all.Select(Id).ShouldBe(_market.Assets.Select(asset => asset.Id), ignoreOrder: true);
            Ids(all).ShouldBe(Ids(all.OrderBy(item => Grade(item) is null).ThenByDescending(Grade).ThenBy(Id, StringComparer.Ordinal)));
            all.ShouldAllBe(item => (Grade(item) == null) == (item.GetProperty("missing").ValueKind == JsonValueKind.String));
        }
    }

    [Fact]
    public async Task GetGrades_Filters_LetThroughWhatTheySayOnly()
    {
        var all = await _app.GetAllAsync("/v1/grades?limit=500");
        Ids(await _app.GetAllAsync("/v1/grades?limit=500&min_grade=50")).ShouldBe(Ids(all.Where(item => Grade(item) >= 50)));
        Ids(await _app.GetAllAsync("/v1/grades?limit=500&letter=B,F")).ShouldBe(Ids(all.Where(item => item.GetProperty("letter").GetString() is "B" or "F")));
        Ids(await _app.GetAllAsync("/v1/grades?limit=500&tier=mid")).ShouldBe(Ids(all.Where(item => item.GetProperty("tier").GetString() == "mid")));
        all.Count(item => Grade(item) >= 50).ShouldBeInRange(20, 500);
    }

    [Fact]
    public async Task GetGrades_Ids_AreNeverCutAndSayWhatIsMissing()
    {
        var ids = _market.Assets.Take(7).Select(asset => asset.Id).ToList();

        var answer = await _app.GetJsonAsync($"/v1/grades?limit=1&ids={string.Join(',', ids)},nowhere");

        answer.GetProperty("data").EnumerateArray().Select(Id).ShouldBe(ids, ignoreOrder: true);
        answer.GetProperty("missing")[0].GetProperty("reason").GetString().ShouldBe("unknown_asset");
    }

    [Fact]
    public async Task GetGrades_Sorts_OrderByTheirFigure()
    {
        var byLiquidity = await _app.GetAllAsync("/v1/grades?sort=liquidity&direction=asc&limit=500");

        Ids(byLiquidity).ShouldBe(Ids(byLiquidity.OrderBy(item => SubScore(item) is null).ThenBy(SubScore).ThenBy(Id, StringComparer.Ordinal)));

        static double? SubScore(JsonElement item) => Number(item.GetProperty("sub_scores").GetProperty("liquidity"));
    }

    [Fact]
    public async Task GetGrades_WeightsOfOneSubScore_GiveThatSubScoreBehindTheQueue()
    {
        var counts = _app.Services.GetRequiredService<RankQueue>().Counts;
        var weighted = (await _app.GetJsonAsync("/v1/grades?weights=liquidity:5&limit=500")).GetProperty("data").EnumerateArray().ToList();

        weighted.Count(item => Grade(item) is not null).ShouldBeGreaterThan(100);
        weighted.Where(item => Grade(item) is not null)
            .ShouldAllBe(item => Math.Abs(Grade(item)!.Value - item.GetProperty("sub_scores").GetProperty("liquidity").GetDouble()) < 1e-9);
        _app.Services.GetRequiredService<RankQueue>().Counts.Completed.ShouldBeGreaterThan(counts.Completed);
    }

    [Fact]
    public async Task GetAssetGrades_NewestOfEveryModel_ContributionsAddUp()
    {
        var id = _market.Assets[3].Id;

        var grades = (await _app.GetJsonAsync($"/v1/assets/{id}/grades")).GetProperty("data").GetProperty("grades").EnumerateArray().ToList();

        grades.Select(grade => grade.GetProperty("model").GetString()).ShouldBe(["investor", "trader", "value"]);
        foreach (var grade in grades.Where(grade => Grade(grade) is not null))
        {
            grade.GetProperty("sub_scores").EnumerateArray().SelectMany(score => score.GetProperty("inputs").EnumerateArray())
                .Sum(input => Number(input.GetProperty("contribution")) ?? 0).ShouldBe(Grade(grade)!.Value, 1e-9);
        }
    }

    [Theory]
    [InlineData("/v1/grades?model=nowhere", "unknown_model")]
    [InlineData("/v1/grades?weights=momentum", "invalid_parameter")]
    [InlineData("/v1/grades?weights=momentum:1,momentum:2", "invalid_parameter")]
    [InlineData("/v1/grades?weights=momentum:0", "invalid_parameter")]
    [InlineData("/v1/grades?weights=supply:1", "invalid_weights")]
    [InlineData("/v1/grades?model=value&weights=supply:1", "invalid_weights")]
    [InlineData("/v1/grades?letter=E", "invalid_parameter")]
    [InlineData("/v1/grades?category=nowhere", "unknown_category")]
    [InlineData("/v1/grades?cursor=AAAA", "invalid_cursor")]
    [InlineData("/v1/grades?models=trader", "unknown_parameter")]
    public async Task GetGrades_NotWhatItTakes_IsRefused(string path, string code)
    {
        var refused = await _app.GetProblemAsync(path);

        refused.Status.ShouldBe(400);
        refused.Problem.GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task GetGradeHistory_AfterADatabaseThatRefused_HasTheGradesOfToday()
    {
        _store.Fails = true;
        var board = await _app.Services.GetRequiredService<GradeBoards>().FindAsync(CancellationToken.None);
        var journal = NewJournal();
        await journal.NoteAsync(board!, CancellationToken.None);
        _store.Fails = false;
        var graded = (await _app.GetAllAsync("/v1/grades?limit=500")).First();

        await NewJournal().NoteAsync(board!, CancellationToken.None);
        var history = await _app.GetJsonAsync($"/v1/assets/{Id(graded)}/grades/history");

        var day = history.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        Grade(day).ShouldBe(Grade(graded));
        day.GetProperty("made_by").GetProperty("version").GetString().ShouldBe("1");
        history.GetProperty("meta").GetProperty("sources")[0].GetString().ShouldBe("coingecko");
    }

    private GradeJournal NewJournal() => ActivatorUtilities.CreateInstance<GradeJournal>(_app.Services);

    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> items) => items.Select(Id);

    private static double? Grade(JsonElement item) => Number(item.GetProperty("grade"));

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();
}
