using MarketData.Snapshots;

namespace MarketData.Database;

/// <summary>Which snapshot is published, in words that both engines understand.</summary>
internal static class SnapshotStampSql
{
    public const string Select = "SELECT version, built_at FROM published_snapshot";

    // Never back: a follower that has read the newer one would hold on to it.
    public const string Upsert = """
        INSERT INTO published_snapshot (id, version, built_at)
        VALUES (1, @version, @builtAt)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, built_at = excluded.built_at
        WHERE published_snapshot.version < excluded.version
        """;

    public static SnapshotStamp Stamp(RowReader row) => new(row.Long(0), row.Time(1));
}
