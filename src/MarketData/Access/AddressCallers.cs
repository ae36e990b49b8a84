using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using MarketData.Access.Limits;

namespace MarketData.Access;

/// <summary>Callers without credentials, by their addresses. Addresses of IPv6 count by their network of 64 bits: a client has all of it.</summary>
internal sealed class AddressCallers
{
    private const int MostAddresses = 100_000;
    private const int LongestAddress = 16;

    private readonly CallerTable<UInt128> _callers;

    public AddressCallers(Plans plans) : this(plans, MostAddresses)
    {
    }

    internal AddressCallers(Plans plans, int size) =>
        _callers = new CallerTable<UInt128>(
        size, network => new Caller("anonymous", $"address:{network:x}", plans.Anonymous) { Scopes = AccessScopesText.OfAnonymous });

    public int Count => _callers.Count;

    /// <summary>The caller at an address; requests without one, as within the process, are one caller's.</summary>
    /// <param name="address">The client's address.</param>
    /// <param name="now">Ticks of 100 ns, as the buckets' clock has them.</param>
    public Caller Get(IPAddress? address, long now) => _callers.Get(address is null ? UInt128.Zero : NetworkOf(address), now);

    /// <summary>What an address counts as: the same number whether an IPv4 address comes as such or mapped into IPv6.</summary>
    internal static UInt128 NetworkOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[LongestAddress];
        address.TryWriteBytes(bytes, out var length);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return MappedIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[..length]));
        }

        return address.IsIPv4MappedToIPv6
            ? MappedIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0);
    }

    private static UInt128 MappedIPv4(uint address) => new(0, 0xFFFF_0000_0000UL | address);
}
