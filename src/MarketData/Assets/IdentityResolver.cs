using MarketData.Ingestion;

namespace MarketData.Assets;

/// <summary>
/// Decides which of our assets a provider's asset is: by its known id, by the explicit table, then by symbol and name together if
/// exactly one asset answers to both. Never by symbol alone. Pure but for reading the directory.
/// </summary>
internal sealed class IdentityResolver(SeedCatalog seed)
{
    /// <summary>Sources whose ids are our slugs.</summary>
    private static readonly string[] SlugGivers = [SourceNames.CoinGecko, SourceNames.Sample];

    /// <summary>Resolves the assets of one poll; each id stands in it once.</summary>
    public IdentityPlan Resolve(string source, IReadOnlyList<IdentityClaim> claims, AssetDirectory directory, DateTimeOffset now)
    {
        var plan = new IdentityPlan();
        var unknown = claims.Where(claim => directory.FindBySourceId(source, claim.SourceId) is null).ToList();
        var sharedNames = unknown
            .GroupBy(claim => AssetDirectory.NameKey(claim.Symbol, claim.Name))
            .Where(group => group.Key is not null && group.Count() > 1)
            .Select(group => group.Key)
            .ToHashSet();

        // Slugs first: an asset that one claim has by its id must not be taken before by another that only shares its name.
        foreach (var claim in unknown.Where(claim => !TryResolveBySlug(source, claim, directory, plan)).ToList())
        {
            ResolveByName(source, claim, directory, sharedNames.Contains(AssetDirectory.NameKey(claim.Symbol, claim.Name)), now, plan);
        }

        return plan;
    }

    private bool TryResolveBySlug(string source, IdentityClaim claim, AssetDirectory directory, IdentityPlan plan)
    {
        var givesSlug = SlugGivers.Contains(source);
        var slug = givesSlug ? claim.SourceId : source == SourceNames.CoinPaprika ? seed.SlugOfCoinPaprikaId(claim.SourceId) : null;
        var match = givesSlug ? IdentityMatch.Own : IdentityMatch.Table;
        if (slug is not null && directory.FindBySlug(slug) is { } known && !directory.IsKnownTo(source, known.Id) && !plan.Claims(known.Id))
        {
            plan.Take(new AssetSourceId(source, claim.SourceId, known.Id, match));
            return true;
        }

        if (slug is not null && !givesSlug && directory.FindBySlug(slug) is null)
        {
            plan.Add(new NewIdentity(claim, slug, match));
            return true;
        }

        // An asset that nobody knows was added by a poll whose commit failed.
        if (directory.FindBySlug(claim.SourceId) is { } orphan && !directory.IsKnown(orphan.Id) && !plan.Claims(orphan.Id))
        {
            plan.Take(new AssetSourceId(source, claim.SourceId, orphan.Id, IdentityMatch.Own));
            return true;
        }

        return false;
    }

    private void ResolveByName(
        string source, IdentityClaim claim, AssetDirectory directory, bool sharesName, DateTimeOffset now, IdentityPlan plan)
    {
        var candidates = directory.FindBySymbolAndName(claim.Symbol, claim.Name)
            .Where(asset => !directory.IsKnownTo(source, asset.Id) && !plan.Claims(asset.Id) && !IsAnotherByTable(source, asset))
            .OrderBy(asset => asset.Slug, StringComparer.Ordinal)
            .ToList();
        if (candidates.Count == 1 && !sharesName)
        {
            var found = candidates[0];
            plan.Take(new AssetSourceId(source, claim.SourceId, found.Id, IdentityMatch.SymbolAndName));
            if (SlugGivers.Contains(source) && IsNamedByAnother(found, directory) && directory.FindBySlug(claim.SourceId) is null)
            {
                plan.Renamed.Add(found with
                {
                    Slug = claim.SourceId,
                    Symbol = claim.Symbol.ToLowerInvariant(),
                    Name = claim.Name,
                    ImageUrl = claim.ImageUrl ?? found.ImageUrl,
                });
            }

            return;
        }

        if (candidates.Count > 0)
        {
            plan.Collisions.Add(new IdentityCollision(
                source, claim.SourceId, claim.Symbol.ToLowerInvariant(), claim.Name, [.. candidates.Select(asset => asset.Slug)], now));
        }

        plan.Add(new NewIdentity(claim, FreeSlug(source, claim.SourceId, directory, plan), IdentityMatch.Own));
    }

    /// <summary>Whether the asset's slug is a provisional one that a source without slugs of ours gave it.</summary>
    private static bool IsNamedByAnother(Asset asset, AssetDirectory directory) =>
        !SlugGivers.Any(giver => directory.IsKnownTo(giver, asset.Id)) && directory.FindBySourceId(SourceNames.CoinPaprika, asset.Slug)?.Id == asset.Id;

    /// <summary>Whether the table gives the asset another id at this source: then it is another asset, whichever source came first.</summary>
    private bool IsAnotherByTable(string source, Asset asset) => SlugGivers.Contains(source) && seed.Find(asset.Slug) is not null;

    private static string FreeSlug(string source, string sourceId, AssetDirectory directory, IdentityPlan plan) =>
        directory.FindBySlug(sourceId) is null && !plan.GivesSlug(sourceId) ? sourceId : $"{sourceId}-{source}";
}

/// <summary>How a provider names an asset.</summary>
internal sealed record IdentityClaim(string SourceId, string Symbol, string Name, string? ImageUrl);

/// <summary>An asset that we do not have yet.</summary>
internal sealed record NewIdentity(IdentityClaim Claim, string Slug, IdentityMatch Match);

/// <summary>What the assets of one poll turned out to be. Claims whose id is known already are not in it.</summary>
internal sealed class IdentityPlan
{
    private readonly HashSet<int> _taken = [];
    private readonly HashSet<string> _newSlugs = [];

    /// <summary>New ids of assets that we have.</summary>
    public List<AssetSourceId> Known { get; } = [];

    /// <summary>Assets to be added.</summary>
    public List<NewIdentity> New { get; } = [];

    /// <summary>Assets that get the slug of the source in place of a provisional one.</summary>
    public List<Asset> Renamed { get; } = [];

    /// <summary>Claims that could have been several assets and are therefore kept apart.</summary>
    public List<IdentityCollision> Collisions { get; } = [];

    /// <summary>Whether a claim of this poll has taken the asset.</summary>
    public bool Claims(int assetId) => _taken.Contains(assetId);

    /// <summary>Whether an asset to be added gets the slug.</summary>
    public bool GivesSlug(string slug) => _newSlugs.Contains(slug);

    /// <summary>Adds an asset for a claim.</summary>
    public void Add(NewIdentity identity)
    {
        _newSlugs.Add(identity.Slug);
        New.Add(identity);
    }

    /// <summary>Takes an asset that we have for a claim.</summary>
    public void Take(AssetSourceId sourceId)
    {
        _taken.Add(sourceId.AssetId);
        Known.Add(sourceId);
    }
}
