using MarketData.Hosting.Json;
using MarketData.Hosting.Queries;
using MarketData.Signals.Grades;

namespace MarketData.Signals.Models;

internal static class ModelsEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/models", GetModels)
        .WithTags("Grades")
        .WithMetadata(QueryContract.Empty)
        .WithName("GetModels")
        .WithSummary("The models of grades: versions, formulas, weights, inputs, and how their grades stood to later returns.")
        .WithDescription("Each can be chosen with model= where grades are asked for. Rank correlations with later returns are computed from stored grades and closes when a day has ended.");

    private static JsonAnswer<ModelsResponse> GetModels(GradeModelCatalog models, TrackRecordHolder records) => new(new ModelsResponse(
        [.. models.All.Select(model => ModelResponse.From(model, records.Current?[model.Id]))],
        [.. GradeLetter.All.Select(letter => new LetterResponse(letter.Letter, letter.From))]));
}
