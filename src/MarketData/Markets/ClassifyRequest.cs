namespace MarketData.Markets;

/// <summary>Assets to be put into cap tiers.</summary>
/// <param name="Items">1 to 1,000 assets.</param>
/// <param name="Thresholds">Where the tiers begin and end; absent: the thresholds of this service.</param>
public sealed record ClassifyRequest(IReadOnlyList<ClassifyItem> Items, ClassifyThresholds? Thresholds = null);

/// <summary>An asset to be put into a tier: by its market cap, or by price and circulating supply. All in US dollars.</summary>
/// <param name="Id">The caller's own name for it, given back; at most 200 characters.</param>
/// <param name="MarketCap">Market cap, not negative; absent: price times circulating supply.</param>
/// <param name="Price">Price of one unit, not negative.</param>
/// <param name="CirculatingSupply">Units in circulation, not negative.</param>
public sealed record ClassifyItem(string? Id = null, decimal? MarketCap = null, decimal? Price = null, decimal? CirculatingSupply = null);

/// <summary>Where cap tiers begin and end, in US dollars.</summary>
/// <param name="LargeAbove">Large is above this.</param>
/// <param name="MidFrom">Mid is from this to <c>large_above</c>, both included; small is below.</param>
/// <param name="SmallFrom">Micro is below this; absent: no micro tier.</param>
/// <param name="MicroFrom">Nano is below this; absent: no nano tier. Needs <c>small_from</c>.</param>
public sealed record ClassifyThresholds(decimal LargeAbove, decimal MidFrom, decimal? SmallFrom = null, decimal? MicroFrom = null);

/// <summary>Where the assets ended up, in the order given.</summary>
/// <param name="Data">One entry for each asset.</param>
/// <param name="Thresholds">The thresholds used.</param>
public sealed record ClassifyResponse(IReadOnlyList<ClassifiedItem> Data, ClassifyThresholds Thresholds);

/// <summary>An asset in its tier.</summary>
/// <param name="Id">The caller's own name for it; null if none was given.</param>
/// <param name="MarketCap">Market cap in US dollars that decided; null if it could not be told.</param>
/// <param name="Tier">The tier; null without a market cap.</param>
/// <param name="MissingReason">Why there is no tier; null if there is one.</param>
public sealed record ClassifiedItem(string? Id, decimal? MarketCap, CapTier? Tier, MissingReason? MissingReason);
