using System.Buffers.Binary;
using System.Text;
using static MarketData.Database.Postgres.PostgresMarketStore;

namespace MarketData.Database.Postgres;

/// <summary>Rows in the binary form of COPY (PostgreSQL's documentation of COPY, "Binary Format"), in a buffer that the caller empties.</summary>
/// <remarks>
/// Npgsql's importer takes about 150 ns for a cell and waits for the line on the caller's thread; this takes a tenth and waits for nothing.
/// </remarks>
internal sealed class CopyRows(int columns)
{
    // Signature, no flags, no extension.
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly long PostgresEpochTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private byte[] _buffer = new byte[128 * 1024];
    private int _length;

    /// <summary>What was written since the buffer was last emptied.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Empty() => _length = 0;

    /// <summary>Begins the file.</summary>
    public void Begin() => Header.CopyTo(Take(Header.Length));

    public void StartRow() => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), (short)columns);

    /// <summary>Ends the file.</summary>
    public void End() => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), -1);

    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), -1);

    public void Write(int? value)
    {
        if (value is { } known)
        {
            BinaryPrimitives.WriteInt32BigEndian(TakeCell(sizeof(int)), known);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(double? value)
    {
        if (value is { } known)
        {
            BinaryPrimitives.WriteDoubleBigEndian(TakeCell(sizeof(double)), known);
        }
        else
        {
            WriteNull();
        }
    }

    /// <summary>A <c>timestamptz</c>: microseconds since 2000; what is finer is cut off.</summary>
    public void Write(DateTimeOffset? value)
    {
        if (value is { } known)
        {
            var ticks = known.UtcTicks - PostgresEpochTicks;
            BinaryPrimitives.WriteInt64BigEndian(TakeCell(sizeof(long)), ticks / TimeSpan.TicksPerMicrosecond);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(string? value)
    {
        if (Storable(value) is { } known)
        {
            var bytes = TakeCell(Encoding.UTF8.GetByteCount(known));
            Encoding.UTF8.GetBytes(known, bytes);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(decimal? value)
    {
        if (value is { } known)
        {
            Span<byte> numeric = stackalloc byte[PostgresNumeric.MaxLength];
            var length = PostgresNumeric.Write(known, numeric);
            numeric[..length].CopyTo(TakeCell(length));
        }
        else
        {
            WriteNull();
        }
    }

    private Span<byte> TakeCell(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        }

        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }
}
