using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Signals.Rules;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MarketData.Signals.Performance;

internal static class PerformanceEndpoints
{
    private static readonly QueryParameter<int> Cost = Parameter.Named(
        "cost",
        TradingCosts.Names.Select((name, number) => (name, number)).ToDictionary(cost => cost.name, cost => cost.number),
        TradingCosts.Names[TradingCosts.Default],
        TradingCosts.Default,
        "What each side of a trade costs (fee and slippage), in percent of its amount.");

    public static void MapPerformance(this IEndpointRouteBuilder group) =>
        group.MapGet("/performance", GetPerformanceAsync)
            .WithName("GetSignalPerformance")
            .WithSummary("What each rule would have made of the stored history, against buy and hold.")
            .WithDescription("Walked forward without looking ahead: decided at a close, done at the next open, with costs. Bad results are shown as they are; meta says how the figures come about and what they leave out. Computed in the background, at the start and as often as the history is read anew.")
            .WithQuery(Cost, SignalsQuery.Rule)
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<JsonAnswer<SignalPerformanceResponse>, ApiProblem>> GetPerformanceAsync(
        RequestQuery query, SignalsWorker signals, CancellationToken cancellationToken)
    {
        await signals.FindAsync(cancellationToken);
        return signals.Performance is { } board
            ? new JsonAnswer<SignalPerformanceResponse>(SignalPerformanceResponse.Of(board, query.Get(Cost), query.Get(SignalsQuery.Rule)))
            : ApiProblem.NotReady();
    }
}
