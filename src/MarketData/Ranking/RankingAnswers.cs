using System.Text.Json;
using MarketData.Hosting.Json;
using MarketData.Markets;
using MarketData.Ranking.Named;
using MarketData.Ranking.Queue;

namespace MarketData.Ranking;

/// <summary>Puts rankings into the form that is answered.</summary>
internal static class RankingAnswers
{
    private const string CustomFormula =
        "sum over the factors of weight ÷ sum of weights × normalised value; winsorised first, then normalised within each group and averaged over the groupings";

    /// <summary>A named ranking of a board.</summary>
    public static RankingResponse OfNamed(RankingBoard board, string name, string? window, int limit, bool explain) =>
        name == CategoryRotation.Name ? OfRotation(board, window!, limit, explain) : OfAssets(board, name, window, limit, explain);

    /// <summary>Computes a ranking and encodes its answer: the whole work of a job.</summary>
    public static byte[] ComputeCustom(RankingBoard board, CustomRanking ranking, WorkerContext worker, CancellationToken cancellationToken)
    {
        var ranked = Ranker.Rank(board.Columns, ranking.Spec, ranking.Limit, worker.Scratch, double.NegativeInfinity, worker.Report, cancellationToken);
        var answer = new RankingResponse(
            Items(board, ranking.Spec, ranked, ranking.Limit, ranking.Explain),
            new RankingDescription("custom", null, CustomFormula, null, ranked.Universe, ranked.Ranked, ranking.Spec.Filter.MinVolume24h),
            AnswerMeta.Of(board.Columns.Snapshot, Currency.UsDollar.Code));
        return JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.TypeInfo<RankingResponse>(NumberFormat.Full));
    }

    private static RankingResponse OfAssets(RankingBoard board, string name, string? window, int limit, bool explain)
    {
        var named = NamedRankings.All.Single(ranking => ranking.Name == name);
        var (spec, ranked) = board.Rankings[(name, window)];
        return new RankingResponse(
            Items(board, spec, ranked, limit, explain),
            new RankingDescription(name, named.Version, named.Formula, window, ranked.Universe, ranked.Ranked, spec.Filter.MinVolume24h),
            AnswerMeta.Of(board.Columns.Snapshot, Currency.UsDollar.Code));
    }

    private static RankingResponse OfRotation(RankingBoard board, string window, int limit, bool explain)
    {
        var shares = board.Rotation[window];
        return new RankingResponse(
            [.. shares.Take(limit).Select((share, i) => new RankedItemResponse(i + 1, share.Id, null, share.Name, share.Gain, explain ? InputsOf(share) : null))],
            new RankingDescription(
                CategoryRotation.Name, CategoryRotation.Version, CategoryRotation.Formula, window, board.Columns.Snapshot.Categories.Count, shares.Count, null),
            AnswerMeta.Of(board.Columns.Snapshot, Currency.UsDollar.Code));
    }

    private static IReadOnlyList<ContributionResponse> InputsOf(CategoryShare share) =>
    [
        new("share_now", share.Now, share.Now, 1, share.Now),
        new("share_then", share.Then, -share.Then, 1, -share.Then),
    ];

    private static IReadOnlyList<RankedItemResponse> Items(RankingBoard board, RankingSpec spec, RankedAssets ranked, int limit, bool explain) =>
        [.. ranked.Assets.Take(limit).Select((asset, i) => RankedItemResponse.From(asset, i + 1, board.Columns, spec, explain))];
}
