namespace MarketData.Assets;

/// <summary>A provider's asset that could have been several of ours, and was therefore kept apart.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="SourceId">The asset's id there.</param>
/// <param name="Symbol">Its symbol there, in lower case.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Candidates">Slugs of the assets it could have been, in alphabetical order.</param>
/// <param name="SeenAt">When we met it, by our clock.</param>
public sealed record IdentityCollision(
    string Source,
    string SourceId,
    string Symbol,
    string Name,
    IReadOnlyList<string> Candidates,
    DateTimeOffset SeenAt);
