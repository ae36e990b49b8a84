using System.Globalization;
using System.Text.Json;
using MarketData.Access;
using MarketData.Database.Sqlite;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MarketData.IntegrationTests.Api;

public sealed class MalformedRequestTests
{
    private const int Count = 10_000;
    private const int UsualSeed = 20260301;

    private static readonly int[] Statuses = [200, 202, 400, 401, 404, 405, 413, 415];

    [Fact]
    public async Task Send_TenThousandMalformedRequests_NoneBreaksTheServiceOrChangesIt()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MARKETDATA_TEST_SEED"), CultureInfo.InvariantCulture, out var given) ? given : UsualSeed;
        await using var app = await MarketDataApp.StartPolledAsync(AssetsEndpointsTests.BothSources());
        app.Key = await app.CreateKeyAsync((AccessScopes)15, "unlimited");
        var generator = new MalformedRequestGenerator(await OpenApiDocument.ReadAsync(app), seed);
        var before = await StateAsync(app);
        var statuses = new Dictionary<int, int>();

        for (var i = 0; i < Count; i++)
        {
            var request = generator.Next();
            var (status, problem) = await SendAsync(app, request);
            problem.ShouldBeNull($"request {i} of seed {seed} (set MARKETDATA_TEST_SEED to repeat it): {Describe(request)}");
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        (await StateAsync(app)).ShouldBe(before);
        statuses.GetValueOrDefault(200).ShouldBeGreaterThan(Count / 20, "Too few requests come as far as an answer.");
        statuses.GetValueOrDefault(400).ShouldBeGreaterThan(Count / 4);
    }

    /// <summary>The status, and what is wrong with the answer; null if nothing is.</summary>
    private static async Task<(int Status, string? Problem)> SendAsync(MarketDataApp app, MalformedRequest request)
    {
        var context = await app.Server.SendAsync(context =>
        {
            context.Request.Method = request.Method;
            context.Request.Headers["X-Api-Key"] = app.Key;
            context.Request.Path = new PathString(request.Path);
            context.Request.QueryString = new QueryString(request.Query);
            if (request.Body is { } body)
            {
                context.Request.Body = new MemoryStream(body);
                context.Request.ContentLength = body.Length;
                context.Request.ContentType = request.ContentType;
            }

            if (request.Accept is { } accept)
            {
                context.Request.Headers.Accept = accept;
            }
        });
        using var reader = new StreamReader(context.Response.Body);
        var text = await reader.ReadToEndAsync();
        var status = context.Response.StatusCode;
        return (status, ProblemOf(status, context.Response.ContentType, text));
    }

    private static string? ProblemOf(int status, string? contentType, string text)
    {
        if (!Statuses.Contains(status))
        {
            return $"status {status}: {text}";
        }

        try
        {
            if (status == 200)
            {
                return contentType?.StartsWith("text/plain", StringComparison.Ordinal) == true || JsonDocument.Parse(text) is not null ? null : "no body";
            }

            new ApiAnswer(status, contentType, text, new Dictionary<string, string>()).ShouldBeProblem();
            return null;
        }
        catch (Exception exception) when (exception is JsonException or ShouldAssertException)
        {
            return $"{status} {contentType}: {exception.Message} {text}";
        }
    }

    /// <summary>All that a request could change.</summary>
    private static async Task<string> StateAsync(MarketDataApp app)
    {
        await using var connection = await app.Services.GetRequiredService<SqliteDatabase>().OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT COUNT(*) FROM asset) || ' ' || (SELECT COUNT(*) FROM quote) || ' ' || (SELECT COUNT(*) FROM price_point) || ' '
                || (SELECT COUNT(*) FROM quarantined_quote) || ' ' || (SELECT COUNT(*) FROM ingestion_run) || ' '
                || (SELECT COUNT(*) FROM api_key) || ' ' || (SELECT COUNT(*) FROM audit_entry)
            """;
        var snapshot = (await app.GetJsonAsync("/v1/global")).GetRawText();
        return $"{await command.ExecuteScalarAsync()} {snapshot}";
    }

    private static string Describe(MalformedRequest request)
    {
        var target = $"{request.Method} {request.Path}{request.Query}";
        var body = request.Body is { } bytes ? $" ({request.ContentType}) {Convert.ToBase64String(bytes)}" : "";
        return Shorten(JsonSerializer.Serialize(target)) + Shorten(body);
    }

    private static string Shorten(string text) => text.Length <= 1_000 ? text : text[..1_000] + "…";
}
