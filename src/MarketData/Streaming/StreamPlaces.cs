using System.Net;
using MarketData.Access;
using MarketData.Hosting.Problems;
using Microsoft.Extensions.Options;

namespace MarketData.Streaming;

/// <summary>Counts open streams: all of them, those of each key, and those of each address. Safe for concurrent use.</summary>
internal sealed class StreamPlaces(IOptions<StreamingOptions> options, StreamMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly StreamingOptions _limits = options.Value;
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, int> _byAddress = [];
    private int _open;

    /// <summary>Streams that are open.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Takes a place, which is given back when it is disposed of; null and the problem if there is none.</summary>
    public IDisposable? TryTake(Caller caller, IPAddress? address, out ApiProblem? problem)
    {
        var place = new Place(this, caller.LimitKey, address is null ? UInt128.Zero : AddressCallers.NetworkOf(address));
        lock (_gate)
        {
            problem = RefusalOf(place);
            if (problem is not null)
            {
                metrics.Refused(problem.Code);
                return null;
            }

            _open++;
            _byKey[place.Key] = _byKey.GetValueOrDefault(place.Key) + 1;
            _byAddress[place.Network] = _byAddress.GetValueOrDefault(place.Network) + 1;
            return place;
        }
    }

    private ApiProblem? RefusalOf(Place place)
    {
        if (_byKey.GetValueOrDefault(place.Key) >= _limits.MaxPerKey)
        {
            return TooMany("too_many_streams_of_key", $"The caller has {_limits.MaxPerKey} streams open, which is as many as it may.");
        }

        if (_byAddress.GetValueOrDefault(place.Network) >= _limits.MaxPerAddress)
        {
            return TooMany("too_many_streams_of_address", $"From this address {_limits.MaxPerAddress} streams are open, which is as many as may be.");
        }

        return _open < _limits.MaxStreams ? null : new ApiProblem(
            StatusCodes.Status503ServiceUnavailable, "too_many_streams", "As many streams are open as the service lets be open at once.")
        {
            RetryAfterSeconds = 10,
        };
    }

    private static ApiProblem TooMany(string code, string detail) => new(StatusCodes.Status429TooManyRequests, code, detail) { RetryAfterSeconds = 10 };

    private void Return(Place place)
    {
        lock (_gate)
        {
            _open--;
            Decrement(_byKey, place.Key);
            Decrement(_byAddress, place.Network);
        }
    }

    private static void Decrement<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }

    private sealed class Place(StreamPlaces places, string key, UInt128 network) : IDisposable
    {
        private bool _isReturned;

        public string Key => key;

        public UInt128 Network => network;

        public void Dispose()
        {
            if (!_isReturned)
            {
                _isReturned = true;
                places.Return(this);
            }
        }
    }
}
