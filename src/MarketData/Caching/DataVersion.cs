using System.Threading.Channels;

namespace MarketData.Caching;

/// <summary>
/// Version of the data that answers are read from: rises with whatever is stored, here or by another replica. What was begun to be
/// read at a lower one is out of date. Safe for concurrent use.
/// </summary>
/// <remarks>
/// One number for everything, and not one for each asset: a poll changes nearly all assets, answers are read again only when they are
/// asked for, and a number needs neither an order of messages nor a record of those that were lost.
/// </remarks>
internal sealed class DataVersion
{
    private readonly Channel<long> _toTell = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private long _current;

    /// <summary>The highest version heard of.</summary>
    public long Current => Interlocked.Read(ref _current);

    /// <summary>The newest version that the other replicas are still to be told.</summary>
    public ChannelReader<long> ToTell => _toTell.Reader;

    /// <summary>Data was stored. Who stores does not wait until the other replicas know.</summary>
    public void Advance() => _toTell.Writer.TryWrite(Interlocked.Increment(ref _current));

    /// <summary>A version was heard of.</summary>
    public void Heard(long version)
    {
        var current = Current;
        while (current < version)
        {
            var found = Interlocked.CompareExchange(ref _current, version, current);
            if (found == current)
            {
                return;
            }

            current = found;
        }
    }
}
