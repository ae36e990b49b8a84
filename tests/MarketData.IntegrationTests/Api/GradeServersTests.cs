using System.Text.Json;
using MarketData.IntegrationTests.Upstream;
using MarketData.Signals.Grades;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

/// <summary>Grades of a model server of the settings, over <see cref="VariedMarket"/>.</summary>
public sealed class GradeServersTests : IAsyncLifetime
{
    private StubModelServer _server = null!;
    private MarketDataApp _app = null!;

    public async Task InitializeAsync()
    {
        _server = await StubModelServer.StartAsync();
        _app = await MarketDataApp.StartAsync(new Dictionary<string, string?>
        {
            ["Grades:Servers:remote:Url"] = _server.BaseUrl,
            ["Grades:Servers:remote:Version"] = "3",
            ["Grades:Servers:remote:MaxBatch"] = "200",
        });
        _app.Upstream.SetAnswer(CoinGeckoRows.Path, new VariedMarket().ToCoinGecko(DateTimeOffset.UtcNow));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task GetGrades_OfAServer_AreItsGradesUnderItsName()
    {
        var graded = await GradedAsync();

        graded.ShouldAllBe(item => item.GetProperty("made_by").ToString() == """{"model":"remote","version":"3","fallback":null}""");
        graded.Select(Grade).Distinct().Count().ShouldBeGreaterThan(20);
        _server.Calls.ShouldBe((graded.Count + 199) / 200);
        var listed = (await _app.GetJsonAsync("/v1/models")).GetProperty("data").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "remote");
        listed.GetProperty("kind").GetString().ShouldBe("kserve");
    }

    [Fact]
    public async Task GetGrades_OfAServerThatFails_AreThoseOfTheFormulaAndSayWhy()
    {
        _server.Fault = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        var graded = await GradedAsync();

        graded.ShouldAllBe(item => item.GetProperty("made_by").ToString() == """{"model":"trader","version":"1","fallback":"http_500"}""");
        var formula = (await _app.GetAllAsync("/v1/grades?model=trader&limit=500")).ToDictionary(item => item.GetProperty("id").GetString()!, Grade);
        graded.ShouldAllBe(item => Math.Abs(Grade(item)!.Value - formula[item.GetProperty("id").GetString()!]!.Value) < 1e-9);
    }

    [Fact]
    public async Task GetGradeHistory_OfAServer_HoldsWhatTheServerMadeAlone()
    {
        var id = (await GradedAsync())[0].GetProperty("id").GetString();
        var board = _app.Services.GetRequiredService<GradeBoardHolder>().Current!;

        board.ToStored().Select(grade => grade.MadeBy).Distinct().ShouldBe(
            [new GradeSource("trader", "1"), new GradeSource("value", "1"), new GradeSource("remote", "3")], ignoreOrder: true);
        await ActivatorUtilities.CreateInstance<GradeJournal>(_app.Services).NoteAsync(board, CancellationToken.None);
        var day = (await _app.GetJsonAsync($"/v1/assets/{id}/grades/history?model=remote")).GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        day.GetProperty("made_by").GetProperty("model").GetString().ShouldBe("remote");
    }

    [Fact]
    public async Task GetAssetGrades_OfAServer_ShowsInputsWithoutContributions()
    {
        var id = (await GradedAsync())[0].GetProperty("id").GetString();

        var grade = (await _app.GetJsonAsync($"/v1/assets/{id}/grades?model=remote")).GetProperty("data").GetProperty("grades").EnumerateArray().ShouldHaveSingleItem();

        var inputs = grade.GetProperty("sub_scores").EnumerateArray().SelectMany(score => score.GetProperty("inputs").EnumerateArray()).ToList();
        inputs.ShouldAllBe(input => input.GetProperty("contribution").ValueKind == JsonValueKind.Null);
        inputs.ShouldContain(input => input.GetProperty("percentile").ValueKind == JsonValueKind.Number);
    }

    /// <summary>The assets that have a grade, once the server was asked.</summary>
    private async Task<List<JsonElement>> GradedAsync()
    {
        await _app.PollAsync("coingecko");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await _app.SendAsync(HttpMethod.Get, "/v1/grades?model=remote&limit=1")).Status == StatusCodes.Status503ServiceUnavailable)
        {
            await Task.Delay(20, limit.Token);
        }

        var graded = (await _app.GetAllAsync("/v1/grades?model=remote&limit=500")).Where(item => Grade(item) is not null).ToList();
        graded.Count.ShouldBeGreaterThan(100);
        return graded;
    }

    private static double? Grade(JsonElement item) => item.GetProperty("grade").ValueKind == JsonValueKind.Null ? null : item.GetProperty("grade").GetDouble();
}
