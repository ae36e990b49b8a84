using System.Globalization;
using System.Text;
using MarketData.Ingestion.Sources;
using MarketData.IntegrationTests.Upstream;
using MarketData.Signals.Grades;
using MarketData.Signals.Models;
using MarketData.Signals.Models.Servers;
using Microsoft.AspNetCore.Http;

namespace MarketData.IntegrationTests.Ingestion;

/// <summary>Both protocols against a server that answers rightly, and one that does not.</summary>
public sealed class ModelServerTests : IAsyncLifetime, IDisposable
{
    private static readonly double[][] Rows = [[0.25, 1], [0.5, double.NaN], [1, 0]];

    private readonly HttpClient _http = new(SourcesExtensions.CreateHandler());
    private StubModelServer _server = null!;

    public async Task InitializeAsync() => _server = await StubModelServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(GradeModelKind.Kserve)]
    [InlineData(GradeModelKind.TensorflowServing)]
    public async Task GradeAsync_RightAnswer_GivesTheGradesInTheirOrder(GradeModelKind kind) =>
        (await GradeAsync(kind)).ShouldBe([25, 50, 100]);

    [Fact]
    public async Task GradeAsync_Kserve_SendsOneTensorWithTheNamesOfItsInputs()
    {
        await GradeAsync(GradeModelKind.Kserve);

        var input = _server.LastBody.GetProperty("inputs").EnumerateArray().ShouldHaveSingleItem();
        input.GetProperty("name").GetString().ShouldBe("x");
        input.GetProperty("datatype").GetString().ShouldBe("FP64");
        input.GetProperty("shape").ToString().ShouldBe("[3,2]");
        input.GetProperty("parameters").GetProperty("feature_names").GetString().ShouldBe("return_7d,turnover");
        input.GetProperty("data").ToString().ShouldBe("[0.25,1,0.5,0.5,1,0]"); // what is unknown is the middle
    }

    [Fact]
    public async Task GradeAsync_Secret_IsSentInItsHeaderAndNotToldInErrors()
    {
        _server.Fault = context => Write(context, 401, "secret-of-ours");

        var failure = await Should.ThrowAsync<GradeModelException>(() => GradeAsync(GradeModelKind.Kserve));

        _server.LastHeaders["x-model-key"].ShouldBe("secret-of-ours");
        failure.Code.ShouldBe("http_401");
        failure.ToString().ShouldNotContain("secret-of-ours");
    }

    [Theory]
    [InlineData(200, "not json", "bad_json")]
    [InlineData(200, "", "wrong_shape")]
    [InlineData(200, "[]", "wrong_shape")]
    [InlineData(200, """{"outputs":[{"data":[1,2,3]}],"predictions":"none"}""", "wrong_shape", GradeModelKind.TensorflowServing)]
    [InlineData(200, """{"outputs":[{"data":[1,2]}],"predictions":[1,2]}""", "wrong_shape")]
    [InlineData(200, """{"outputs":[{"data":[1,2,3,4]}],"predictions":[1,2,3,4]}""", "wrong_shape")]
    [InlineData(200, """{"outputs":[{"data":[1,2,"3"]}],"predictions":[1,2,"3"]}""", "wrong_shape")]
    [InlineData(200, """{"outputs":[{"data":[1,2,null]}],"predictions":[1,2,null]}""", "wrong_shape")]
    [InlineData(200, """{"outputs":[{"data":[1,2,[3,4]]}],"predictions":[1,2,[3,4]]}""", "wrong_shape")]
    [InlineData(200, """{"outputs":[{"data":[1,2,1e999]}],"predictions":[1,2,1e999]}""", "not_finite")]
    [InlineData(200, """{"outputs":[{"data":[1,2,100.1]}],"predictions":[1,2,100.1]}""", "out_of_range")]
    [InlineData(200, """{"outputs":[{"data":[1,-1,3]}],"predictions":[1,-1,3]}""", "out_of_range")]
    [InlineData(200, """{"outputs":[{"data":[1,2,NaN]}],"predictions":[1,2,NaN]}""", "bad_json")]
    [InlineData(200, """{"model_version":"4","outputs":[{"data":[1,2,3]}]}""", "wrong_version", GradeModelKind.Kserve)]
    [InlineData(302, "", "http_302")]
    [InlineData(500, """{"error":"boom"}""", "http_500")]
    public async Task GradeAsync_WrongAnswer_IsRefused(int status, string body, string code, GradeModelKind? only = null)
    {
        _server.Fault = context => Write(context, status, body);
        foreach (var kind in ((GradeModelKind[])[GradeModelKind.Kserve, GradeModelKind.TensorflowServing]).Where(kind => only is null || kind == only))
        {
            (await Should.ThrowAsync<GradeModelException>(() => GradeAsync(kind), $"{kind}")).Code.ShouldBe(code, $"{kind}");
        }
    }

    [Fact]
    public async Task GradeAsync_AnswerLargerThanAllowed_IsGivenUp()
    {
        _server.Fault = context => Write(context, 200, new string(' ', 5000) + """{"predictions":[1,2,3],"outputs":[{"data":[1,2,3]}]}""");

        (await Should.ThrowAsync<GradeModelException>(() => GradeAsync(GradeModelKind.Kserve))).Code.ShouldBe("too_large");
    }

    [Fact]
    public async Task GradeAsync_ConnectionCutWithinTheAnswer_IsTruncated()
    {
        _server.Fault = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"outputs":[""");
            await context.Response.Body.FlushAsync();

            // Kestrel closes the connection behind an answer that is shorter than it said; a reset could overtake its beginning.
        };

        (await Should.ThrowAsync<GradeModelException>(() => GradeAsync(GradeModelKind.Kserve))).Code.ShouldBe("truncated");
    }

    [Fact]
    public async Task GradeAsync_ServerGone_IsUnreachable()
    {
        var url = _server.BaseUrl;
        await _server.DisposeAsync();

        (await Should.ThrowAsync<GradeModelException>(() => GradeAsync(GradeModelKind.Kserve, url))).Code.ShouldBe("unreachable");
    }

    [Fact]
    public async Task GradeAsync_SlowAnswer_EndsWithTheCallersDeadline()
    {
        using var deadline = new CancellationTokenSource();
        _server.Fault = async context =>
        {
            await deadline.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => GradeAsync(GradeModelKind.TensorflowServing, cancellationToken: deadline.Token));
    }

    [Theory]
    [InlineData(GradeModelKind.Kserve, "http_503")]
    [InlineData(GradeModelKind.TensorflowServing, "not_ready")]
    public async Task GradeAsync_ModelStillLoading_IsNotCalled(GradeModelKind kind, string code)
    {
        _server.IsReady = false;

        (await Should.ThrowAsync<GradeModelException>(() => GradeAsync(kind))).Code.ShouldBe(code);

        _server.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(-1, null)]
    [InlineData(3, "not_ready")]
    public async Task GradeAsync_ModelThatTakesOtherInputs_IsNotCalled(int width, string? code)
    {
        _server.Width = width;

        var failure = await Record.ExceptionAsync(() => GradeAsync(GradeModelKind.Kserve));

        (failure as GradeModelException)?.Code.ShouldBe(code);
        _server.Calls.ShouldBe(code is null ? 1 : 0);
    }

    private static async Task Write(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        if (status == 302)
        {
            context.Response.Headers.Location = "http://169.254.169.254/";
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }

    private Task<IReadOnlyList<double>> GradeAsync(GradeModelKind kind, string? url = null, CancellationToken cancellationToken = default)
    {
        var options = new GradeServerOptions
        {
            Url = url ?? _server.BaseUrl,
            MaxBodyBytes = 4096,
            ApiKey = "secret-of-ours",
            KeyHeader = "x-model-key",
            Version = 3,
        };
        var client = new ModelServerClient(_http, options);
        var source = new GradeSource("remote", options.Version.ToString(CultureInfo.InvariantCulture));
        string[] inputs = ["return_7d", "turnover"];
        IGradeModel model = kind == GradeModelKind.Kserve ? new KServeModel(client, "m", source, inputs) : new TensorFlowServingModel(client, "m", source, inputs);
        return model.GradeAsync(Rows, cancellationToken);
    }
}
