using Microsoft.Extensions.Options;

namespace MarketData.Ranking.Queue;

/// <summary>Results by snapshot and request, within a budget of bytes; the longest unused go first. Safe for concurrent use.</summary>
internal sealed class RankResultCache(IOptions<RankingOptions> options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, byte[] Body)>> _byKey = [];
    private readonly LinkedList<(string Key, byte[] Body)> _byUse = new();
    private readonly long _budget = options.Value.CacheBytes;

    /// <summary>Bytes of the results held.</summary>
    public long Bytes { get; private set; }

    /// <summary>The result; null if it is not there, or no longer.</summary>
    public byte[]? Find(string key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Body;
        }
    }

    public void Put(string key, byte[] body)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var old))
            {
                Remove(old);
            }

            _byKey[key] = _byUse.AddFirst((key, body));
            Bytes += body.Length;
            while (Bytes > _budget)
            {
                Remove(_byUse.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<(string Key, byte[] Body)> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        Bytes -= node.Value.Body.Length;
    }
}
