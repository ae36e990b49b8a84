using System.Data.Common;

namespace MarketData.Database.Postgres;

/// <summary>Times as <c>timestamptz</c>.</summary>
internal sealed class PostgresTime : StoredTime
{
    public static readonly PostgresTime Instance = new();

    // Npgsql takes no other offset than zero.
    public override object ToParameter(DateTimeOffset time) => time.ToUniversalTime();

    public override DateTimeOffset Read(DbDataReader reader, int ordinal) => reader.GetFieldValue<DateTimeOffset>(ordinal);
}
