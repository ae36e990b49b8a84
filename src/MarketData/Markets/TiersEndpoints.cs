using MarketData.Hosting.Json;
using MarketData.Hosting.Problems;
using MarketData.Hosting.Queries;
using MarketData.Snapshots;
using MarketData.Snapshots.Pages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace MarketData.Markets;

internal static class TiersEndpoints
{
    private const int MaxItems = 1000;
    private const int MaxIdLength = 200;
    private const int MaxBodyBytes = 256 * 1024;

    public static RouteGroupBuilder MapTiers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1/tiers", "Tiers");

        group.MapGet("/", GetTiers)
            .WithName("GetTiers")
            .WithSummary("Cap tiers with their thresholds, members, market caps and dominance.")
            .WithDescription("Large is above the upper threshold, mid lies between both (ends included), small below. Assets without a market cap are in none.")
            .WithQuery(MarketParameters.Vs, MarketParameters.Precision, MarketParameters.Numbers)
            .ProducesProblem(StatusCodes.Status400BadRequest);

        // Classifying needs no market: the endpoint works before the first snapshot is there.
        routes.MapPost("/v1/tiers/classify", ClassifyAsync)
            .WithTags("Tiers")
            .WithName("ClassifyTiers")
            .WithSummary("Puts market caps into cap tiers.")
            .WithDescription($"Up to {MaxItems} items, by market cap or by price and circulating supply, with the service's thresholds or your own.")
            .WithMetadata(QueryContract.Empty, new RequestSizeLimitAttribute(MaxBodyBytes))
            .Accepts<ClassifyRequest>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

        return group;
    }

    private static Results<SnapshotAnswer<Answer<IReadOnlyList<TierResponse>>>, ApiProblem> GetTiers(RequestQuery query, SnapshotHolder holder)
    {
        var snapshot = holder.Required;
        if (!MarketParameters.TryGetCurrency(query, snapshot, out var currency, out var problem))
        {
            return problem!;
        }

        var format = MarketParameters.FormatOf(query);
        return SnapshotAnswer.Of(snapshot, TierResponse.AllOf(snapshot, currency, format), currency.Code, format);
    }

    private static async Task<Results<JsonAnswer<ClassifyResponse>, ApiProblem>> ClassifyAsync(
        HttpRequest request, IOptions<MarketsOptions> options, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync<ClassifyRequest>(request, cancellationToken);
        if (body is null)
        {
            return unreadable!;
        }

        if (Check(body) is { } problem)
        {
            return problem;
        }

        var tiers = options.Value.Tiers.ToThresholds();
        var used = body.Thresholds ?? new ClassifyThresholds(tiers.LargeAbove, tiers.MidFrom, tiers.SmallFrom, tiers.MicroFrom);
        var thresholds = ToThresholds(used);
        return new JsonAnswer<ClassifyResponse>(new ClassifyResponse([.. body.Items.Select(item => Classify(item, thresholds))], used));
    }

    private static ApiProblem? Check(ClassifyRequest body)
    {
        if (body.Items.Count is 0 or > MaxItems)
        {
            return JsonBody.Invalid("$.items", $"{body.Items.Count} items are given.", $"1 to {MaxItems} items.");
        }

        for (var i = 0; i < body.Items.Count; i++)
        {
            if (body.Items[i] is not { } item)
            {
                return JsonBody.Invalid($"$.items[{i}]", "The item is null.");
            }

            if (item.Id?.Length > MaxIdLength)
            {
                return JsonBody.Invalid($"$.items[{i}].id", "The id is too long.", $"At most {MaxIdLength} characters.");
            }

            if (item.MarketCap < 0 || item.Price < 0 || item.CirculatingSupply < 0)
            {
                return JsonBody.Invalid($"$.items[{i}]", "A figure is negative.", "Figures that are not negative.");
            }
        }

        return body.Thresholds is { } thresholds && ToThresholds(thresholds).Problem() is { } reason
            ? JsonBody.Invalid("$.thresholds", reason, "large_above ≥ mid_from ≥ small_from ≥ micro_from > 0.")
            : null;
    }

    private static TierThresholds ToThresholds(ClassifyThresholds thresholds) =>
        new(thresholds.LargeAbove, thresholds.MidFrom, thresholds.SmallFrom, thresholds.MicroFrom);

    private static ClassifiedItem Classify(ClassifyItem item, TierThresholds thresholds)
    {
        var marketCap = item.MarketCap ?? Money.Multiply(item.Price, item.CirculatingSupply);
        MissingReason? reason = marketCap is not null ? null
            : item.Price is null ? MissingReason.NoPrice
            : item.CirculatingSupply is null ? MissingReason.NoSupply
            : MissingReason.OutOfRange;
        return new ClassifiedItem(item.Id, marketCap, thresholds.Classify(marketCap), reason);
    }
}
