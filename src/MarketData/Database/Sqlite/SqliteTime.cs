using System.Data.Common;

namespace MarketData.Database.Sqlite;

/// <summary>Times as microseconds since 1970-01-01 UTC.</summary>
internal sealed class SqliteTime : StoredTime
{
    public static readonly SqliteTime Instance = new();

    public static long ToMicroseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public override object ToParameter(DateTimeOffset time) => ToMicroseconds(time);

    public override DateTimeOffset Read(DbDataReader reader, int ordinal) =>
        DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(ordinal) * TimeSpan.TicksPerMicrosecond);
}
