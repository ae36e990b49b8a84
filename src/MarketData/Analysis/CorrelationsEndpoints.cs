using MarketData.Assets;
using MarketData.Caching;
using MarketData.Candles;
using MarketData.Hosting.Queries;
using MarketData.Markets;
using MarketData.Snapshots;

namespace MarketData.Analysis;

internal static class CorrelationsEndpoints
{
    private const int MaxIds = 50;

    private static readonly Dictionary<string, int> Windows = ((int[])[30, 90, 180, 365]).ToDictionary(Ranking.Factors.Windows.NameOf);

    private static readonly QueryParameter<IReadOnlyList<string>> Ids = Parameter.List(
        "ids", MaxIds, "Assets by id, joined by commas.", "bitcoin,ethereum", required: true);

    private static readonly QueryParameter<int> Window = Parameter.Named("window", Windows, "90d", 90, "The closed days to look back over.");

    public static void MapCorrelations(this RouteGroupBuilder group)
    {
        group.MapGet("/correlations", GetCorrelations)
            .WithName("GetCorrelations")
            .WithSummary("How up to 50 assets moved with each other.")
            .WithDescription("Pearson's correlation of daily log returns over closed days (UTC), with the number of days that each rests on. Null with the reason where fewer than 20 days are known of both.")
            .WithQuery(Ids, Window)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static CachedJsonAnswer<CorrelationsResponse> GetCorrelations(RequestQuery query, SnapshotHolder holder, ICandleStore store, TimeProvider time)
    {
        var snapshot = holder.Required;
        var now = time.GetUtcNow();
        var selection = AssetSelection.Of(query.Get(Ids), [], snapshot);
        var assets = selection.Found.Select(found => snapshot.Rows[found.Row].Asset).Distinct().ToList();
        var days = query.Get(Window);
        var request = new HistoryRequest(snapshot, Currency.UsDollar, NumberFormat.Full, null, now, now);
        return new CachedJsonAnswer<CorrelationsResponse>(request.Format, request.FreshUntil, async token =>
        {
            var end = CandleInterval.OneDay.OpenTimeOf(now);
            var series = new List<DailyReturns>();
            foreach (var asset in assets)
            {
                series.Add(await CorrelationMatrix.ReadAsync(store, asset.Id, end, days, token));
            }

            var matrix = CorrelationMatrix.Of(
                [.. assets.Select(asset => asset.Slug)], [.. series.Select(one => one.Returns)], Ranking.Factors.Windows.NameOf(days), end.AddDays(-days), end);
            var meta = HistoryMeta.Of(request, series.Max(one => one.AsOf), series.SelectMany(one => one.Sources)) with { Currency = null };
            return new FoundAnswer<CorrelationsResponse>(new CorrelationsResponse(matrix, selection.Missing, meta), series.TrueForAll(one => one.AsOf is null));
        });
    }
}
