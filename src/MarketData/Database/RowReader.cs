using System.Data.Common;
using System.Text;
using MarketData.Ingestion;

namespace MarketData.Database;

/// <summary>Columns of the current row, by position. Money comes as text and is read digit for digit.</summary>
/// <remarks>
/// Text, because reading PostgreSQL's numeric as a decimal throws where the value does not fit, and with Npgsql 10.0.0 also for
/// some that do (4224.525103768560649616877277900): one such figure, written by other means than ours, must not cost the start.
/// </remarks>
internal sealed class RowReader(DbDataReader reader, StoredTime times)
{
    private const int LongestMoney = 256;

    private string? _unreadable;

    public int Int(int ordinal) => reader.GetInt32(ordinal);

    public long Long(int ordinal) => reader.GetInt64(ordinal);

    public int? IntOrNull(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetInt32(ordinal);

    public double? DoubleOrNull(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetDouble(ordinal);

    public string Text(int ordinal) => reader.GetString(ordinal);

    public string? TextOrNull(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    public byte[] Bytes(int ordinal) => reader.GetFieldValue<byte[]>(ordinal);

    public DateTimeOffset Time(int ordinal) => times.Read(reader, ordinal);

    public DateTimeOffset? TimeOrNull(int ordinal) => reader.IsDBNull(ordinal) ? null : times.Read(reader, ordinal);

    public T Enum<T>(int ordinal)
        where T : struct, Enum => StoredEnum<T>.Parse(reader.GetString(ordinal));

    /// <summary>Money that must be there. What cannot be held is noted: ask <see cref="TakeUnreadable"/> after the row.</summary>
    public decimal Money(int ordinal) => MoneyOrNull(ordinal) ?? 0;

    /// <summary>Money, null where it is unknown. What cannot be held is noted: ask <see cref="TakeUnreadable"/> after the row.</summary>
    public decimal? MoneyOrNull(int ordinal)
    {
        if (reader.IsDBNull(ordinal))
        {
            return null;
        }

        var text = reader.GetString(ordinal);
        Span<byte> bytes = stackalloc byte[LongestMoney];
        if (Encoding.UTF8.TryGetBytes(text, bytes, out var length) && ExactDecimal.TryParse(bytes[..length], out var value))
        {
            return value;
        }

        _unreadable = reader.GetName(ordinal);
        return null;
    }

    /// <summary>The column of this row that could not be held, once; null if all could.</summary>
    public string? TakeUnreadable()
    {
        var column = _unreadable;
        _unreadable = null;
        return column;
    }

    /// <summary>The first two columns, for a message: they are the key of most tables.</summary>
    public string Describe() => $"{reader.GetValue(0)}/{reader.GetValue(1)}";
}
