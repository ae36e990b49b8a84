using System.Data.Common;

namespace MarketData.Database;

/// <summary>How an engine holds times. Both hold microseconds; finer parts are cut off.</summary>
internal abstract class StoredTime
{
    /// <summary>The value of a parameter.</summary>
    public abstract object ToParameter(DateTimeOffset time);

    /// <summary>The value of a column, UTC.</summary>
    public abstract DateTimeOffset Read(DbDataReader reader, int ordinal);
}
