using MarketData.Snapshots;

namespace MarketData.Analysis;

internal static class AnalysisEndpoints
{
    /// <summary>Assets against each other, and against other market caps.</summary>
    public static void MapAnalysis(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapSnapshotGroup("/v1", "Analysis");
        group.MapCorrelations();
        group.MapScenarios();
        group.MapComparison();
    }
}
