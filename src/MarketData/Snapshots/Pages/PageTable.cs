using System.Collections.Concurrent;

namespace MarketData.Snapshots.Pages;

/// <summary>
/// The pages of one snapshot, within a byte budget. Finding takes no lock. A page is taken in when it is asked for the second time, so
/// that a crawl through addresses that nobody else asks for costs no memory; when the budget is full, those go that nobody asked for
/// since it last was.
/// </summary>
internal sealed class PageTable(MarketSnapshot snapshot, long maxBytes)
{
    private const int SeenSlots = 4096;

    /// <summary>Other spellings of a request that a page is found by.</summary>
    private const int MaxKeys = 8;

    private readonly ConcurrentDictionary<PageKey, EncodedPage> _pages = [];
    private readonly int[] _seen = new int[SeenSlots];

    // Used only under the lock.
    private readonly Lock _gate = new();
    private readonly Dictionary<EncodedPage, List<PageKey>> _keys = [];
    private long _bytes;

    /// <summary>The snapshot that the pages are of.</summary>
    public MarketSnapshot Snapshot { get; } = snapshot;

    /// <summary>Memory that the pages take.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The page of a request; null if it is not kept.</summary>
    public EncodedPage? Find(in PageKey key)
    {
        if (!_pages.TryGetValue(key, out var page))
        {
            return null;
        }

        page.MarkUsed();
        return page;
    }

    /// <summary>Whether a request was seen before. Forgets some, and takes one for another once in four billion times.</summary>
    public bool WasSeen(in PageKey key)
    {
        var hash = key.GetHashCode();
        ref var slot = ref _seen[(uint)hash % SeenSlots];
        var wasSeen = slot == hash;
        slot = hash;
        return wasSeen;
    }

    /// <summary>Keeps a page, or the one that is kept already.</summary>
    public EncodedPage Keep(in PageKey key, EncodedPage page)
    {
        lock (_gate)
        {
            if (_pages.TryGetValue(key, out var kept))
            {
                return kept;
            }

            var size = page.Size + key.Size;
            if (size > maxBytes)
            {
                return page;
            }

            MakeRoom(size);
            _keys[page] = [key];
            _pages[key] = page;
            _bytes += size;
            return page;
        }
    }

    /// <summary>Has a page found by another spelling of the request as well.</summary>
    public void AddKey(in PageKey key, EncodedPage page)
    {
        lock (_gate)
        {
            if (_keys.TryGetValue(page, out var keys) && keys.Count < MaxKeys && _pages.TryAdd(key, page))
            {
                keys.Add(key);
                _bytes += key.Size;
            }
        }
    }

    /// <summary>Adds the compressed forms to a page; without effect if it has gone, or they would not fit.</summary>
    public void AddCompressed(EncodedPage page, CompressedBodies compressed)
    {
        lock (_gate)
        {
            if (_keys.ContainsKey(page) && page.Compressed is null && page.Size + compressed.Size <= maxBytes)
            {
                page.MarkUsed();
                MakeRoom(compressed.Size);
                if (_keys.ContainsKey(page))
                {
                    page.Compressed = compressed;
                    _bytes += compressed.Size;
                }
            }
        }
    }

    /// <summary>
    /// Lets pages go if there is no room: those not asked for since the last time first, then any. An eighth of the budget at once,
    /// since looking through all of them for each page that comes would be the dearer part.
    /// </summary>
    private void MakeRoom(long size)
    {
        if (_bytes + size <= maxBytes)
        {
            return;
        }

        var target = Math.Max(0, maxBytes - (maxBytes / 8) - size);
        for (var round = 0; round < 2 && _bytes > target; round++)
        {
            foreach (var (page, keys) in _keys.ToList())
            {
                if (_bytes <= target)
                {
                    return;
                }

                if (!page.TakeUsed())
                {
                    Remove(page, keys);
                }
            }
        }
    }

    private void Remove(EncodedPage page, List<PageKey> keys)
    {
        foreach (var key in keys)
        {
            _pages.TryRemove(key, out _);
            _bytes -= key.Size;
        }

        _keys.Remove(page);
        _bytes -= page.Size;
    }
}
