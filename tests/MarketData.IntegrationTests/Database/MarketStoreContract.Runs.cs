using MarketData.Database;
using MarketData.Ingestion;

namespace MarketData.IntegrationTests.Database;

public abstract partial class MarketStoreContract
{
    [Fact]
    public async Task GetLastRunsAsync_SeveralRuns_GivesTheLastOfEachSource()
    {
        var failed = new IngestionRun
        {
            Source = "a",
            StartedAt = Some.Time.AddMinutes(5),
            FinishedAt = Some.Time.AddMinutes(6),
            Outcome = IngestionOutcome.Failed,
            Requests = 2,
            RowsReceived = 3,
            QuotesAccepted = 4,
            QuotesUnchanged = 5,
            Refusals = 6,
            ErrorCode = "rate_limited",
            Error = "The provider refused us.",
        };
        await CommitAsync(new IngestionCommit { Run = Some.Run("a") });
        await CommitAsync(new IngestionCommit { Run = failed });
        await CommitAsync(new IngestionCommit { Run = Some.Run("b") with { Outcome = IngestionOutcome.Partial } });

        var runs = await Store.GetLastRunsAsync(CancellationToken.None);

        runs.Select(run => run with { Id = 0 }).ShouldBe([failed, Some.Run("b") with { Outcome = IngestionOutcome.Partial }]);
        runs.Select(run => run.Id).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task CountRequestsAsync_RunsBeforeAndAfter_CountsFromTheTimeOn()
    {
        foreach (var (source, minutes, requests) in new[] { ("a", -1, 100), ("a", 0, 3), ("a", 1, 4), ("b", 2, 5), ("c", -2, 6) })
        {
            await CommitAsync(new IngestionCommit
            {
                Run = Some.Run(source) with { StartedAt = Some.Time.AddMinutes(minutes), Requests = requests },
            });
        }

        var counts = await Store.CountRequestsAsync(Some.Time, CancellationToken.None);

        counts.ShouldBe(new Dictionary<string, int> { ["a"] = 7, ["b"] = 5 }, ignoreOrder: true);
    }

    [Fact]
    public async Task CommitAsync_RepeatedRefusal_IsCountedAndMoved()
    {
        var first = Some.Refusal("1") with { AssetId = Bitcoin.Id };
        var later = Some.Refusal("1") with
        {
            Value = "2",
            Reason = "Still too far.",
            AsOf = null,
            FirstSeenAt = Some.Time.AddMinutes(1),
            LastSeenAt = Some.Time.AddMinutes(1),
            Occurrences = 2,
        };

        await CommitAsync(new IngestionCommit { Run = Some.Run(), Refusals = [first] });
        await CommitAsync(new IngestionCommit { Run = Some.Run(), Refusals = [later, later] });

        (await Quarantine()).ShouldBe([later with { AssetId = Bitcoin.Id, FirstSeenAt = Some.Time, Occurrences = 5 }]);
    }

    [Fact]
    public async Task GetQuarantineAsync_Filters_GiveOnlyWhatMatches()
    {
        await CommitAsync(new IngestionCommit
        {
            Run = Some.Run(),
            Refusals =
            [
                Some.Refusal("1", source: "a"),
                Some.Refusal("2", rule: "supply", source: "a"),
                Some.Refusal("3", source: "b") with { AssetId = Bitcoin.Id },
            ],
        });

        async Task<string[]> Ids(QuarantineFilter filter) =>
            [.. (await Store.GetQuarantineAsync(filter, CancellationToken.None)).Select(refusal => refusal.SourceId)];

        var all = new QuarantineFilter(null, null, null, null, 10);
        (await Ids(all)).ShouldBe(["1", "2", "3"]);
        (await Ids(all with { Source = "a" })).ShouldBe(["1", "2"]);
        (await Ids(all with { Rule = "jump" })).ShouldBe(["1", "3"]);
        (await Ids(all with { AssetId = Bitcoin.Id })).ShouldBe(["3"]);
        (await Ids(all with { Source = "a", Rule = "supply" })).ShouldBe(["2"]);
        (await Ids(all with { Source = "c" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task GetQuarantineAsync_PageAfterPage_GivesEachOnceLastSeenFirst()
    {
        // Several share a time, and capitals and hyphens sort by bytes on both engines.
        string[] ids = ["a-1", "B", "a_1", "b", "aB", "a", "Z"];
        QuarantinedQuote[] refusals = [.. ids.Select((id, i) => Some.Refusal(id, field: i % 2 == 0 ? "price" : "market_cap") with
        {
            LastSeenAt = Some.Time.AddMinutes(i / 3),
        })];
        await CommitAsync(new IngestionCommit { Run = Some.Run(), Refusals = refusals });

        var pages = new List<QuarantinedQuote>();
        QuarantinePosition? before = null;
        while (true)
        {
            var page = await Store.GetQuarantineAsync(new QuarantineFilter(null, null, null, before, 2), CancellationToken.None);
            if (page.Count == 0)
            {
                break;
            }

            pages.AddRange(page);
            before = new QuarantinePosition(page[^1].LastSeenAt, page[^1].Source, page[^1].SourceId, page[^1].Rule, page[^1].Field);
        }

        pages.ShouldBe(refusals.OrderByDescending(refusal => refusal.LastSeenAt).ThenBy(refusal => refusal.SourceId, StringComparer.Ordinal));
    }
}
