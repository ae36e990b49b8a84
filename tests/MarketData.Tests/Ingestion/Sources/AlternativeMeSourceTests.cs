using MarketData.Ingestion;
using MarketData.Ingestion.Sources;
using MarketData.Markets;

namespace MarketData.Tests.Ingestion.Sources;

public sealed class AlternativeMeSourceTests
{
    private const string Values = """
        [{"value":"25","value_classification":"Extreme Fear","timestamp":"1768003200","time_until_update":"43200"},
         {"value":"51","value_classification":"Neutral","timestamp":"1767916800"}]
        """;

    private readonly ManualTimeProvider _time = StubUpstream.Clock();

    [Theory]
    [InlineData(Values)]
    [InlineData("{\"name\":\"Fear and Greed Index\",\"data\":" + Values + ",\"metadata\":{\"error\":null}}")]
    public async Task FetchAsync_ListOrObject_GivesPointsOldestFirst(string body)
    {
        var batch = await Create(new StubUpstream(_time).On("/fng/", body)).FetchAsync(CancellationToken.None);

        batch.Sentiments.ShouldBe(
        [
            new SentimentPoint("alternativeme", new DateTimeOffset(2026, 1, 9, 0, 0, 0, TimeSpan.Zero), 51, "Neutral", _time.GetUtcNow()),
            new SentimentPoint("alternativeme", new DateTimeOffset(2026, 1, 10, 0, 0, 0, TimeSpan.Zero), 25, "Extreme Fear", _time.GetUtcNow()),
        ]);
        batch.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task FetchAsync_LaterPolls_AskOnlyForTheDaysThatAreMissing()
    {
        var upstream = new StubUpstream(_time).On("/fng/", Values);
        var source = Create(upstream);

        await source.FetchAsync(CancellationToken.None);
        await source.FetchAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(5));
        await source.FetchAsync(CancellationToken.None);

        upstream.Requests.Select(request => request.RequestUri!.ToString()).ShouldBe(
        [
            "https://api.alternative.me/fng/?limit=0&format=json",
            "https://api.alternative.me/fng/?limit=2&format=json",
            "https://api.alternative.me/fng/?limit=7&format=json",
        ]);
    }

    [Fact]
    public async Task FetchAsync_UnreadableValues_AreOneFailureWithTheirCount()
    {
        var batch = await Create(new StubUpstream(_time).On("/fng/", """
            [{"value":"25","value_classification":"Extreme Fear","timestamp":"1768003200"},
             {"value":"101","value_classification":"Greed","timestamp":"1768003200"},
             {"value":"-1","value_classification":"Fear","timestamp":"1768003200"},
             {"value":"NaN","value_classification":"Fear","timestamp":"1768003200"},
             {"value":"25","value_classification":"Fear","timestamp":"99999999999999"},
             {"value":25,"value_classification":"Fear","timestamp":1768003200},
             {"value":"25","value_classification":null,"timestamp":"1768003200"}, null]
            """)).FetchAsync(CancellationToken.None);

        batch.Sentiments.ShouldHaveSingleItem().Value.ShouldBe(25);
        batch.Failures.ShouldBe(["fng: 7 values that cannot be read"]);
    }

    [Theory]
    [InlineData("[]", "empty")]
    [InlineData("""{"data":[]}""", "empty")]
    [InlineData("""{"error":"down"}""", "provider_error")]
    [InlineData("\"text\"", "bad_json")]
    public async Task FetchAsync_NoValues_Throws(string body, string code)
    {
        var source = Create(new StubUpstream(_time).On("/fng/", body));

        (await Should.ThrowAsync<SourceException>(() => source.FetchAsync(CancellationToken.None))).Code.ShouldBe(code);
    }

    private static AlternativeMeSource Create(StubUpstream upstream)
    {
        var options = new AlternativeMeOptions();
        return new AlternativeMeSource(upstream.CreateClient(options), options, upstream.Time);
    }
}
