using MarketData.Assets;
using MarketData.Hosting.Json;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Signals.Indicators;
using MarketData.Signals.Performance;
using MarketData.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Signals.Rules;

internal static class SignalsEndpoints
{
    /// <summary>Indicators, and signals by rules with how these did in the past.</summary>
    public static void MapSignals(this IEndpointRouteBuilder routes)
    {
        routes.MapIndicators();
        var group = routes.MapSnapshotGroup("/v1/signals", "Signals");

        group.MapGet("/", GetSignalsAsync)
            .WithName("GetSignals")
            .WithSummary("Where the rules stand with each asset, the latest change first.")
            .WithDescription("Judged once a day (UTC) at the close, on daily candles; what the open day would make of it is told beside it as provisional. Signals whose history is too short, or whose last candle is older than a week, are left out. A signal is no advice: GET /v1/signals/performance says how each rule did.")
            .WithQuery(SignalsQuery.Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        routes.MapGet("/v1/signals/rules", () => new JsonAnswer<SignalRulesResponse>(new SignalRulesResponse(SignalRuleResponse.All)))
            .WithTags("Signals")
            .WithName("GetSignalRules")
            .WithSummary("The rules that signals are made by, each with its text, version and formula of the strength.")
            .WithDescription("Versioned: a rule that is changed gets the next version.")
            .WithMetadata(QueryContract.Empty);

        group.MapPerformance();

        routes.MapSnapshotGroup("/v1/assets/{id}", "Signals").MapGet("/signals", GetAssetSignalsAsync)
            .WithName("GetAssetSignals")
            .WithPath(PathParameter.AssetId)
            .WithSummary("Where every rule stands with one asset.")
            .WithDescription("One entry for each rule; state is null where the history is too short for it, or its last candle is older than a week.")
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<JsonAnswer<SignalsResponse>, ApiProblem>> GetSignalsAsync(
        RequestQuery query, HttpContext context, SignalsWorker signals, CancellationToken cancellationToken)
    {
        if (await signals.FindAsync(cancellationToken) is not { } board)
        {
            return ApiProblem.NotReady();
        }

        if (!MarketParameters.TryGetCurrency(query, board.Snapshot, out var currency, out var problem)
            || SignalsQuery.Read(query, board.Snapshot, out problem) is not { } asked)
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        var (page, next) = asked.Find(board);
        if (next is not null)
        {
            context.Response.Headers.Link = AssetPage.LinkTo(context.Request, next);
        }

        return new JsonAnswer<SignalsResponse>(
            new SignalsResponse(
                [.. page.Select(signal => SignalResponse.From(signal, board, currency, format))],
                [.. page.Select(signal => signal.Rule).Distinct().Order().Select(rule => SignalRuleResponse.All[rule])],
                AnswerMeta.Of(board.Snapshot, currency.Code),
                next,
                asked.Missing),
            format);
    }

    private static async Task<Results<JsonAnswer<AssetSignalsResponse>, ApiProblem>> GetAssetSignalsAsync(
        string id, RequestQuery query, SignalsWorker signals, CancellationToken cancellationToken)
    {
        if (await signals.FindAsync(cancellationToken) is not { } board)
        {
            return ApiProblem.NotReady();
        }

        if (board.Snapshot.Find(id) is not { } row)
        {
            return ApiProblem.UnknownAsset(id);
        }

        if (!MarketParameters.TryGetCurrency(query, board.Snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        var known = board.Of(row).ToDictionary(signal => signal.Rule);
        return new JsonAnswer<AssetSignalsResponse>(
            new AssetSignalsResponse(
                [.. SignalRules.All.Select((rule, number) => known.TryGetValue(number, out var signal)
                    ? SignalResponse.From(signal, board, currency, format)
                    : SignalResponse.Unknown(board.Snapshot.Rows[row].Asset, rule))],
                SignalRuleResponse.All,
                AnswerMeta.Of(board.Snapshot, currency.Code)),
            format);
    }
}
