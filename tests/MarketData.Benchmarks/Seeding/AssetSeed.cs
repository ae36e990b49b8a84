using MarketData.Benchmarks.Servers;

namespace MarketData.Benchmarks.Seeding;

/// <summary>Assets, whose keys are the numbers from 1.</summary>
internal static class AssetSeed
{
    public static Task AddAsync(BenchmarkDatabase database, int count) => database.ExecuteAsync($"""
        INSERT INTO asset (slug, symbol, name, first_seen)
        SELECT 'asset-' || i, 'a' || i, 'Asset ' || i, '2026-03-01' FROM generate_series(1, {count}) AS i
        """);
}
