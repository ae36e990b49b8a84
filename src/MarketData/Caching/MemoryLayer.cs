using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace MarketData.Caching;

/// <summary>
/// Entries in this process's memory, within a budget of bytes. Those that were not asked for go first. Reading takes no lock.
/// </summary>
/// <remarks>
/// Entries stand in a queue by age. To make room, the oldest is taken: asked for since the last time, it goes to the end, else out
/// (the clock algorithm: about as good as least recently used, without a list that every read would have to change).
/// </remarks>
internal sealed class MemoryLayer(long budgetBytes)
{
    /// <summary>What an entry takes beside its body: key, objects, place in table and queue.</summary>
    public const int Overhead = 512;

    /// <summary>No entry takes more than this share of the budget, since it would drive out too many others.</summary>
    private const int LargestShare = 8;

    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly Queue<Slot> _queue = [];
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>Bytes taken; never more than the budget.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Entries held.</summary>
    public int Count => _slots.Count;

    public bool TryGet(string key, [NotNullWhen(true)] out CacheEntry? entry)
    {
        if (_slots.TryGetValue(key, out var slot))
        {
            slot.WasAskedFor = true;
            entry = slot.Entry;
            return true;
        }

        entry = null;
        return false;
    }

    /// <summary>Takes an entry in, or puts it in another's place. Gives how many others had to go for it.</summary>
    public int Put(string key, CacheEntry entry)
    {
        lock (_gate)
        {
            var isTooLarge = SizeOf(entry) > budgetBytes / LargestShare;
            if (_slots.TryGetValue(key, out var slot))
            {
                // A slot that the queue still names keeps its place there, empty if need be.
                Interlocked.Add(ref _bytes, (isTooLarge ? 0 : SizeOf(entry)) - SizeOf(slot.Entry));
                if (isTooLarge)
                {
                    _slots.TryRemove(key, out _);
                    slot.IsGone = true;
                    return 0;
                }

                slot.Entry = entry;
            }
            else if (isTooLarge)
            {
                return 0;
            }
            else
            {
                slot = new Slot(key, entry);
                _slots[key] = slot;
                _queue.Enqueue(slot);
                Interlocked.Add(ref _bytes, SizeOf(entry));
            }

            return MakeRoom();
        }
    }

    private int MakeRoom()
    {
        var evicted = 0;
        while (_bytes > budgetBytes && _queue.TryDequeue(out var slot))
        {
            if (slot.IsGone)
            {
                continue;
            }

            if (slot.WasAskedFor)
            {
                slot.WasAskedFor = false;
                _queue.Enqueue(slot);
                continue;
            }

            _slots.TryRemove(slot.Key, out _);
            Interlocked.Add(ref _bytes, -SizeOf(slot.Entry));
            evicted++;
        }

        return evicted;
    }

    private static int SizeOf(CacheEntry entry) => entry.Answer.Body.Length + Overhead;

    private sealed class Slot(string key, CacheEntry entry)
    {
        private volatile CacheEntry _entry = entry;
        private volatile bool _wasAskedFor;

        public string Key { get; } = key;

        public CacheEntry Entry
        {
            get => _entry;
            set => _entry = value;
        }

        public bool WasAskedFor
        {
            get => _wasAskedFor;
            set => _wasAskedFor = value;
        }

        public bool IsGone { get; set; }
    }
}
